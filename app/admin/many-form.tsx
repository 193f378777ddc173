// Actions on all chosen runs, with one reason. Its boxes stand in the list (attribute `form`).
import { ReasonField } from './reason-field';

interface ManyFormProps {
  readonly id: string;
}

export function ManyForm({ id }: ManyFormProps) {
  return (
    <form
      id={id}
      method="post"
      action="/admin/actions"
      className="mt-5 flex flex-wrap items-end gap-3 text-sm"
    >
      <ReasonField label="Reason for all chosen" />
      <button type="submit" name="action" value="accept" className="button-quiet">
        Accept chosen
      </button>
      <button type="submit" name="action" value="hide" className="button-quiet">
        Hide chosen
      </button>
    </form>
  );
}
