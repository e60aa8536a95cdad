/** Where `npm run build:binary` puts the executable. */
export const executable: string;
/** Builds it, unless it is newer than the program that it is made of. */
export function ensureBinary(): Promise<void>;
