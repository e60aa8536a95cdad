/** The published shape of a finding of before: of a baseline, and of what a report says is fixed. */
import { z } from 'zod';

export const formerFinding = z.object({
  fingerprint: z.string(),
  check: z.string(),
  cause: z.string().nullable(),
  status: z.enum(['warn', 'fail']),
  subject: z.string().nullable(),
  title: z.string(),
});
