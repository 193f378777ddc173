ALTER TABLE "runs" ADD COLUMN "declared_gpu_slug" text;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "declared_cpu_slug" text;--> statement-breakpoint
CREATE INDEX "runs_declared_gpu" ON "runs" USING btree ("declared_gpu_slug") WHERE declared_gpu_slug is not null;--> statement-breakpoint
CREATE INDEX "runs_declared_cpu" ON "runs" USING btree ("declared_cpu_slug") WHERE declared_cpu_slug is not null;