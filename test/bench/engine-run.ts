/** One run of the engine in a process of its own, as a person's is: prints its milliseconds. Arguments: how many checks, over how many facts, and "chosen". */
import { runSynthetic, syntheticPolicy, syntheticProgram } from '../support/synthetic.js';

const [checks = '1000', facts = '200', chosen] = process.argv.slice(2);
const program = syntheticProgram(Number(checks), Number(facts));
const policy = syntheticPolicy(chosen === 'chosen');
const began = performance.now();
const { report } = await runSynthetic(program, policy);
const ms = performance.now() - began;
if (report.findings.length < Number(checks)) throw new Error(`${report.findings.length} findings of ${checks} checks`);
console.log(ms);
