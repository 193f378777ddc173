// Operators on strings. Sources: ONNX StringNormalizer, TfIdfVectorizer, StringSplit, StringConcat,
// RegexFullMatch.
import { broadcast } from './dims';
import { doubtful, tensor } from './fact';
import type { Rule, Rules } from './node-view';

/** Stop words vanish, so the last extent is only certain without them. */
const stringNormalizer: Rule = (n) => {
  const x = n.dims(0);
  if ((n.lengthOf('stopwords') ?? 0) === 0) return [tensor('string', x)];
  return [doubtful('string', 'data-dependent', x === null ? null : [...x.slice(0, -1), null])];
};

const tfIdfVectorizer: Rule = (n) => {
  const x = n.dims(0);
  const indexes = n.ints('ngram_indexes');
  const width = indexes === null ? null : Math.max(...indexes) + 1;
  return [tensor('float32', x === null ? null : [...x.slice(0, -1), width])];
};

export const TEXT: Rules = {
  StringNormalizer: stringNormalizer,
  TfIdfVectorizer: tfIdfVectorizer,
  StringConcat: (n) => [tensor('string', broadcast(n.dims(0), n.dims(1)))],
  RegexFullMatch: (n) => [tensor('bool', n.dims(0))],
  StringSplit: (n) => {
    const x = n.dims(0);
    return [
      doubtful('string', 'data-dependent', x === null ? null : [...x, null]),
      tensor('int64', x),
    ];
  },
};
