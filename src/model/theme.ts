/** Facts of the active theme and order form, in files and on the page. */

export interface ThemeFacts {}
