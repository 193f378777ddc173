// The plans of a function's statements are made at its first call on a connection, and kept.
import { sql } from 'drizzle-orm';

/**
 * Arguments are ids, of which any are as good as others: a plan for these would be the same, and
 * take longer to make.
 */
export const PLANNED_ONCE = sql.raw('set plan_cache_mode = force_generic_plan');
