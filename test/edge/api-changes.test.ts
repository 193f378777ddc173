import { expect, it } from 'vitest';
import { API_CHANGES, changelogMarkdown } from '@/lib/edge/api-changes';

it('docs/api-changelog.md is written from the table that /docs/api shows', async () => {
  await expect(changelogMarkdown(API_CHANGES)).toMatchFileSnapshot('../../docs/api-changelog.md');
});
