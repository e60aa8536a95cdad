export function demoExcerpt(): string;
export function withOutput(readme: string, excerpt: string): string;
export function withTable(readme: string, name: string, table: string): string;
