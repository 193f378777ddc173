// The comment under the pull request: one per title, written by the first run and changed by later
// ones (GitHub's REST API, "Issue comments").

export interface PullRequest {
  /** https://api.github.com, or that of an enterprise's server. */
  readonly api: string;
  /** "owner/name". */
  readonly repository: string;
  readonly number: number;
  readonly token: string;
}

interface Comment {
  readonly id: number;
  readonly body?: string;
}

const PAGE_SIZE = 100;
const MOST_PAGES = 30;

class Comments {
  private readonly pull: PullRequest;

  constructor(pull: PullRequest) {
    this.pull = pull;
  }

  private async ask(method: string, path: string, body?: unknown): Promise<unknown> {
    const { api, repository, token } = this.pull;
    const answer = await fetch(`${api}/repos/${repository}/issues/${path}`, {
      method,
      headers: {
        Accept: 'application/vnd.github+json',
        Authorization: `Bearer ${token}`,
        'Content-Type': 'application/json',
        'X-GitHub-Api-Version': '2022-11-28',
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!answer.ok) {
      const hint =
        answer.status === 403 || answer.status === 404
          ? '; the token needs the permission pull-requests: write'
          : '';
      throw new Error(`GitHub answered ${answer.status} to the comment${hint}`);
    }
    return answer.json();
  }

  async find(marker: string): Promise<number | null> {
    for (let page = 1; page <= MOST_PAGES; page += 1) {
      const path = `${this.pull.number}/comments?per_page=${PAGE_SIZE}&page=${page}`;
      const comments = (await this.ask('GET', path)) as readonly Comment[];
      const found = comments.find(({ body = '' }) => body.startsWith(marker));
      if (found !== undefined) return found.id;
      if (comments.length < PAGE_SIZE) return null;
    }
    return null;
  }

  async write(id: number | null, body: string): Promise<void> {
    if (id === null) await this.ask('POST', `${this.pull.number}/comments`, { body });
    else await this.ask('PATCH', `comments/${id}`, { body });
  }
}

/** @throws Error with what GitHub answered */
export async function writeComment(pull: PullRequest, marker: string, body: string): Promise<void> {
  const comments = new Comments(pull);
  await comments.write(await comments.find(marker), body);
}
