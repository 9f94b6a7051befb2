// Sums what the test runners wrote: .trx files of dotnet test and JSON reports of vitest.
// A report that is missing or unreadable means that its runner died, which counts as a failure.
// Usage: node count-results.mjs REPORT…   Prints what failed, then one line: N passed, N failed, N skipped
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

const sum = { passed: 0, failed: 0, skipped: 0 };
const failures = [];

for (const report of process.argv.slice(2)) {
  try {
    const text = readFileSync(report, 'utf8');
    const counts = report.endsWith('.trx') ? countTrx(text) : countVitest(JSON.parse(text));
    for (const key of Object.keys(sum)) sum[key] += counts[key];
    failures.push(...counts.failures);
    if (counts.passed + counts.failed + counts.skipped === 0) throw new Error('it ran no test');
  } catch (error) {
    sum.failed += 1;
    failures.push(`${basename(report)}: the runner left no usable report (${error.message})`);
  }
}

function countTrx(text) {
  const results = [...text.matchAll(/<UnitTestResult\b[^>]*>/g)].map(([tag]) => ({
    name: unescape(/\btestName="([^"]*)"/.exec(tag)?.[1] ?? '?'),
    outcome: /\boutcome="([^"]*)"/.exec(tag)?.[1] ?? 'Failed',
  }));
  const failed = results.filter(({ outcome }) => !['Passed', 'NotExecuted'].includes(outcome));
  // A test host that crashed leaves the results so far and says so in the summary.
  const crashed = /<ResultSummary outcome="(?!Completed)/.test(text) && failed.length === 0;
  return {
    passed: results.filter(({ outcome }) => outcome === 'Passed').length,
    failed: failed.length + (crashed ? 1 : 0),
    skipped: results.filter(({ outcome }) => outcome === 'NotExecuted').length,
    failures: [...failed.map(({ name }) => name), ...(crashed ? ['the test host ended before its last test'] : [])],
  };
}

function unescape(text) {
  return text.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

function countVitest(report) {
  const tests = report.testResults.flatMap((file) => file.assertionResults);
  const brokenFiles = report.testResults.filter((file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'));
  const failed = tests.filter((test) => test.status === 'failed');
  return {
    passed: tests.filter((test) => test.status === 'passed').length,
    failed: failed.length + brokenFiles.length,
    skipped: tests.filter((test) => !['passed', 'failed'].includes(test.status)).length,
    failures: [...failed.map((test) => test.fullName), ...brokenFiles.map((file) => `${basename(file.name)}: ${file.message}`)],
  };
}

for (const failure of failures) console.log(`failed: ${failure}`);
console.log(`${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`);
process.exit(sum.failed > 0 || sum.passed === 0 ? 1 : 0);
