ALTER TABLE "measurements" ADD COLUMN "sample_order" text;--> statement-breakpoint
CREATE INDEX "measurements_order" ON "measurements" USING btree ("sample_order") WHERE sample_order is not null;