export function readmeFile(name: string): string;
