// Strings are not arithmetic; n-gram counting takes an increment per element looked at.
import { type CostRules, costsFor, free, perInput } from './cost';

export const TEXT: CostRules = {
  ...costsFor('StringNormalizer StringConcat StringSplit RegexFullMatch', free),
  TfIdfVectorizer: perInput(1),
};
