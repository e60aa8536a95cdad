export function factShapes(top: string): string;
