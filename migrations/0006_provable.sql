ALTER TABLE "cells" ADD COLUMN "provable" boolean;--> statement-breakpoint
UPDATE "cells" SET "provable" = "backend" IN ('wasm', 'webgpu') AND EXISTS (SELECT FROM "measurements" "m" WHERE "m"."workload" = "cells"."workload" AND "m"."compute_type" = 'fp32');--> statement-breakpoint
ALTER TABLE "cells" ALTER COLUMN "provable" SET NOT NULL;
