// The token, once. A plain form: it works without scripts, and the answer sets the cookie.
import { PageHeading } from '@/app/_components/page-heading';

export function SignIn({ note }: { readonly note: string | null }) {
  return (
    <>
      <PageHeading eyebrow="For moderators" title="Moderation">
        Sign in with the token of this instance.
      </PageHeading>
      <form
        method="post"
        action="/admin/session"
        className="flex max-w-md flex-wrap items-end gap-3"
      >
        <label className="flex min-w-0 grow flex-col gap-1 text-sm">
          Token
          <input
            type="password"
            name="token"
            required
            autoComplete="current-password"
            className="field"
          />
        </label>
        <button type="submit" className="button">
          Sign in
        </button>
        {note !== null && (
          <p role="alert" className="basis-full text-sm">
            {note}
          </p>
        )}
      </form>
    </>
  );
}
