import { shapeWanted } from '../../src/logic/duo.js';
import { defineCheck, fail, pass } from '../../src/index.js';

export default defineCheck({
  id: 'duo-key-malformed',
  area: 'two-factor',
  title: { pass: "Duo's keys have the right form", fail: "Duo's keys do not have the form of keys" },
  causes: ['duo-key-malformed'],
  needs: ['duo.health'],
  judge({ 'duo.health': { host, malformed } }, see) {
    if (malformed.length === 0) return pass([see('duo.health', 'API hostname', host)]);
    const fields = malformed.map(({ field }) => field).join(', ');
    return fail({
      cause: 'duo-key-malformed',
      subject: fields,
      confidence: 'proved',
      title: `What was given as Duo's ${fields} has not the form of one`,
      evidence: malformed.map(({ field, shape }) => see('duo.health', field, shape, { want: shapeWanted(field), vantage: 'operator' })),
    });
  },
});
