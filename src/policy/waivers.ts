/** The waiver file: what is accepted, why, by whom and until when. */
import { z } from 'zod';
import { readDocument, validated } from './document.js';
import { UnusablePolicy } from './unusable.js';

const said = z
  .string()
  .refine((text) => text.trim() !== '', { message: 'must say something' })
  .refine((text) => text.length <= 1000, { message: 'is longer than 1000 characters' });
const day = z
  .string({ error: (issue) => (issue.input === undefined ? undefined : 'must be a day as YYYY-MM-DD') })
  .refine(isDay, { message: 'must be a day that exists, as YYYY-MM-DD' })
  .meta({ description: 'last day on which it holds, YYYY-MM-DD, UTC', format: 'date' });

const waiver = z
  .strictObject({
    check: said.describe('check, cause, problem or area; * as a wildcard').optional(),
    subject: said.describe('what it is about, exactly as the finding has it').optional(),
    fingerprint: z
      .string()
      .regex(/^[0-9a-f]{16}$/, { message: 'must be the 16 characters 0-9 and a-f that the finding has under "fingerprint" in -f json' })
      .describe('identity of one finding')
      .optional(),
    target: said.describe('only at this target, as it is typed; * as a wildcard').optional(),
    reason: said.describe('why it is accepted'),
    owner: said.describe('who accepted it, and is asked'),
    until: day,
  })
  .refine(({ check, subject, fingerprint }) => (check ?? subject ?? fingerprint) !== undefined, {
    message: 'names nothing: give check, subject or fingerprint',
  })
  // for editors, who do not know what is demanded above
  .meta({ anyOf: ['check', 'subject', 'fingerprint'].map((key) => ({ required: [key] })) });

export const waiversSchema = z.strictObject({
  $schema: z.string().describe('for editors').optional(),
  waivers: z.array(waiver).max(10_000).describe('each waives what matches all that it names'),
});

export type Waiver = z.infer<typeof waiver>;

/** The waivers in a text; `path` names it. Throws UnusablePolicy. */
export async function readWaivers(text: string, path: string): Promise<readonly Waiver[]> {
  const written = await readDocument(text, path);
  const hint = 'It begins with waivers: and a list, which may be empty: waivers: []';
  if (written.empty || written.value === null) throw new UnusablePolicy(`${path} is empty: it holds no list of waivers. ${hint}`);
  if (Array.isArray(written.value)) throw new UnusablePolicy(`${path} is a list on top. ${hint}`);
  if (typeof written.value !== 'object') throw new UnusablePolicy(`${path} is a single value and no list of waivers. ${hint}`);
  return validated(waiversSchema, written, path).waivers;
}

/** 2027-02-30 is none. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
