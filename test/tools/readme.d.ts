export function outputs(): Readonly<Record<string, string>>;
export function withOutputs(readme: string, texts: Readonly<Record<string, string>>): string;
export function withTables(readme: string, tables: Readonly<Record<string, string>>): string;
