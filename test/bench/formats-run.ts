/** One format of a report of very many findings, in a process of its own, as a person's is: prints its milliseconds. Arguments: the format, how many findings. */
import { formatNames, isFormatName, rendererOf } from '../../src/report/formats.js';
import { manyFindings } from '../support/many-findings.js';
import { view } from '../support/html-report.js';

const [format = '', findings = '10000'] = process.argv.slice(2);
if (!isFormatName(format)) {
  console.log(formatNames.join(' '));
} else {
  const several = { reports: [manyFindings(Number(findings))], unusable: [] };
  const render = await rendererOf(format);
  const began = performance.now();
  const text = await render(several, { ...view, show: 'all' });
  const ms = performance.now() - began;
  if (!text.endsWith('\n')) throw new Error(`${format} does not end with a line break`);
  console.log(ms);
}
