ALTER TABLE "cells" ADD COLUMN "agreeing" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "votes" ADD COLUMN "first_at" timestamp (3) with time zone;--> statement-breakpoint
UPDATE "votes" SET "first_at" = (SELECT min("first"."created_at") FROM "runs" "first" WHERE "first"."submitter" = "votes"."submitter");--> statement-breakpoint
ALTER TABLE "votes" ALTER COLUMN "first_at" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "votes" ADD COLUMN "network_hash" text;--> statement-breakpoint
CREATE INDEX "measurements_unverified" ON "measurements" USING btree ("workload","id") WHERE outcome = 'measured' and trust_level = 0;
