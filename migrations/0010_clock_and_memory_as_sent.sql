ALTER TABLE "runs" ALTER COLUMN "timer_step_us" SET DATA TYPE double precision;--> statement-breakpoint
ALTER TABLE "runs" ALTER COLUMN "memory_gib" SET DATA TYPE double precision;