// Actions on all chosen runs, with one reason. Its boxes stand in the list (attribute `form`).
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
      <label className="flex min-w-0 grow basis-full flex-col gap-1 sm:basis-60">
        Reason for all chosen
        <input
          name="reason"
          required
          minLength={3}
          maxLength={500}
          autoComplete="off"
          className="field"
        />
      </label>
      <button type="submit" name="action" value="accept" className="button-quiet">
        Accept chosen
      </button>
      <button type="submit" name="action" value="hide" className="button-quiet">
        Hide chosen
      </button>
    </form>
  );
}
