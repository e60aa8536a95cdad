/** Facts of the versions of PHP and ionCube that the files ask for. */

export interface SoftwareFacts {}
