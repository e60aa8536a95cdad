/** Facts of the admin area and the routes as the web server answers them, and of the API. */

export interface AdminAreaFacts {}
