/** The program's version, which it gives to servers and prints in reports; a test keeps it equal to package.json's. */
export const version = '0.1.0';
