// The subject of a commit: `area: imperative`, one idea. `node commit-subject.mjs FILE` reads the
// message that git is about to keep, and ends with 1 where its subject is another.
import { readFileSync, realpathSync } from 'node:fs';

const MOST = 100;
/** What git writes itself, or will rewrite. */
const BY_GIT = /^(?:Merge|Revert|fixup!|squash!|amend!) /;
/** Words that begin a description of what is, not of what the commit does. */
const NO_VERB =
  /^(?:a|an|the|this|these|what|who|whose|where|when|why|how|every|each|no|nothing|one|two|more|of|in|on|for)$/i;

/**
 * Why a subject is none; null where it is one.
 * @param {string} subject
 * @returns {string | null}
 */
export function faultOf(subject) {
  if (BY_GIT.test(subject)) return null;
  const [, area, words] = /^([a-z][a-z0-9/-]*): (\S.*)$/.exec(subject) ?? [];
  if (area === undefined || words === undefined)
    return 'it begins with an area in small letters: "area: do this"';
  if ([...subject].length > MOST) return `it is longer than ${MOST} characters`;
  if (words.endsWith('.')) return 'it ends with a full stop';
  if (words.includes(';')) return 'it names two ideas: make two commits';
  const [first = ''] = words.split(/[\s,]/);
  if (NO_VERB.test(first) || /(?:ed|ing)$/.test(first))
    return `it begins with "${first}", which tells nobody to do anything`;
  return null;
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === import.meta.filename) {
  const subject = readFileSync(process.argv[2] ?? '', 'utf8').split('\n', 1)[0] ?? '';
  const fault = faultOf(subject);
  if (fault !== null) {
    console.error(
      `The subject of a commit is "area: imperative", one idea (CONTRIBUTING.md, "Habits").`,
    );
    console.error(`"${subject}": ${fault}.`);
    process.exit(1);
  }
}
