ALTER TABLE "bins" DROP CONSTRAINT "bins_cell_cells_id_fk";
--> statement-breakpoint
ALTER TABLE "votes" DROP CONSTRAINT "votes_cell_cells_id_fk";
--> statement-breakpoint
ALTER TABLE "votes" DROP CONSTRAINT "votes_best_run_runs_id_fk";
--> statement-breakpoint
ALTER TABLE "votes" DROP CONSTRAINT "votes_latest_run_runs_id_fk";
--> statement-breakpoint
DROP INDEX "votes_best_run";--> statement-breakpoint
DROP INDEX "votes_latest_run";--> statement-breakpoint
DROP INDEX "cells_board";--> statement-breakpoint
DROP INDEX "cells_device";--> statement-breakpoint
CREATE INDEX "cells_board" ON "cells" USING btree ("workload","workload_version","trust");--> statement-breakpoint
CREATE INDEX "cells_device" ON "cells" USING btree ("device_slug");
--> statement-breakpoint
-- Room beside each row for its next version.
ALTER TABLE "cells" SET (fillfactor = 50);
