// What `bench` refuses before any browser starts, and how.
import { describe, expect, it } from 'vitest';
import { runCommand } from '../support/run-command';

const bench = (...args: string[]) => runCommand('bench', ...args);

describe('the bench command', () => {
  it('explains itself on stdout', async () => {
    const { status, stdout } = await bench('--help');
    expect(status).toBe(0);
    for (const option of [
      'suite',
      'workloads',
      'backends',
      'threads',
      'browser',
      'url',
      'submit',
      'json',
    ]) {
      expect(stdout).toContain(`--${option}`);
    }
  });

  it.each([
    [['--suite', 'fast'], "--suite: there is no 'fast'"],
    [['--workloads', 'gemm-128-fp32,gemm-7'], "--workloads: there is no 'gemm-7'"],
    [['--workloads', ''], "--workloads: there is no ''"],
    [['--backends', 'wasm,cuda'], "--backends: there is no 'cuda'"],
    [
      ['--suite', 'quick', '--workloads', 'gemm-128-fp32'],
      '--suite and --workloads exclude each other',
    ],
    [['--threads', '0'], "--threads: there is no '0'"],
    [['--threads', '65'], "--threads: there is no '65'"],
    [['--sustain', 'long'], '--sustain is from 1 to 3600 seconds'],
    [['--browser', '/nowhere/chromium'], "--browser: there is nothing at '/nowhere/chromium'"],
    [['--url', 'localhost:x'], "--url: 'localhost:x' is no web address"],
    [['--fast'], "unknown option '--fast'"],
    [['quick'], 'too many arguments'],
  ])('%j is bad usage, and says what', async (args, words) => {
    const { status, stdout, stderr } = await bench(...args);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(words);
  });
});
