export function demoExcerpt(): string;
export function withOutput(readme: string, excerpt: string): string;
export function withTables(readme: string, tables: Readonly<Record<string, string>>): string;
