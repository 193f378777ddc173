-- What was one person's vote is the voice of a key now, and a network's vote is made of those.
ALTER TABLE "votes" RENAME TO "voices";--> statement-breakpoint
ALTER TABLE "voices" RENAME CONSTRAINT "votes_cell_submitter_pk" TO "voices_cell_submitter_pk";--> statement-breakpoint
DROP INDEX "votes_value";--> statement-breakpoint
ALTER INDEX "votes_best" RENAME TO "voices_best";--> statement-breakpoint
ALTER TABLE "voices" ADD COLUMN "network" text;--> statement-breakpoint
ALTER TABLE "voices" ADD COLUMN "block" text;--> statement-breakpoint
UPDATE "voices" SET "network" = CASE WHEN "cells"."protocol" = 'flopmark/1' THEN 'key/' || "voices"."submitter"
  ELSE coalesce("voices"."network_hash", '') END
  FROM "cells" WHERE "cells"."id" = "voices"."cell";--> statement-breakpoint
DELETE FROM "voices" WHERE "network" IS NULL;--> statement-breakpoint
ALTER TABLE "voices" ALTER COLUMN "network" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "voices" DROP COLUMN "bin";--> statement-breakpoint
ALTER TABLE "voices" DROP COLUMN "network_hash";--> statement-breakpoint
CREATE INDEX "voices_network" ON "voices" USING btree ("cell","network","latest_at","submitter");--> statement-breakpoint
CREATE TABLE "votes" (
	"cell" bigint NOT NULL,
	"network" text NOT NULL,
	"block" text,
	"value_ms" double precision NOT NULL,
	"bin" integer NOT NULL,
	"keys" integer NOT NULL,
	"first_at" timestamp (3) with time zone NOT NULL,
	"latest_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "votes_cell_network_pk" PRIMARY KEY("cell","network")
);
--> statement-breakpoint
CREATE INDEX "votes_value" ON "votes" USING btree ("cell","value_ms","network");--> statement-breakpoint
ALTER TABLE "cells" ADD COLUMN "networks" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "cells" ADD COLUMN "near" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "cells" ADD COLUMN "agreed_days" date[];--> statement-breakpoint
ALTER TABLE "cells" ADD COLUMN "agreed_low_ms" double precision[];--> statement-breakpoint
ALTER TABLE "cells" ADD COLUMN "agreed_high_ms" double precision[];--> statement-breakpoint
ALTER TABLE "cells" ADD COLUMN "disputed_until" timestamp (3) with time zone;--> statement-breakpoint
-- Gains are made again from the raw rows: npm run rebuild-standings.
DROP TABLE "gain_votes";--> statement-breakpoint
DELETE FROM "gains";--> statement-breakpoint
ALTER TABLE "gains" DROP COLUMN "people";--> statement-breakpoint
ALTER TABLE "gains" ADD COLUMN "networks" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "gains" ADD COLUMN "agreeing" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE TABLE "gain_voices" (
	"gain" bigint NOT NULL,
	"submitter" text NOT NULL,
	"network" text NOT NULL,
	"block" text,
	"ratio" double precision NOT NULL,
	"first_at" timestamp (3) with time zone NOT NULL,
	"latest_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "gain_voices_gain_submitter_pk" PRIMARY KEY("gain","submitter")
);
--> statement-breakpoint
CREATE TABLE "gain_votes" (
	"gain" bigint NOT NULL,
	"network" text NOT NULL,
	"block" text,
	"ratio" double precision NOT NULL,
	"first_at" timestamp (3) with time zone NOT NULL,
	"latest_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "gain_votes_gain_network_pk" PRIMARY KEY("gain","network")
);
--> statement-breakpoint
ALTER TABLE "gain_voices" ADD CONSTRAINT "gain_voices_gain_gains_id_fk" FOREIGN KEY ("gain") REFERENCES "public"."gains"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "gain_votes" ADD CONSTRAINT "gain_votes_gain_gains_id_fk" FOREIGN KEY ("gain") REFERENCES "public"."gains"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "gain_voices_network" ON "gain_voices" USING btree ("gain","network","latest_at","submitter");--> statement-breakpoint
CREATE INDEX "gain_votes_newest" ON "gain_votes" USING btree ("gain","latest_at","network");--> statement-breakpoint
CREATE TABLE "fingerprints" (
	"hash" bigint PRIMARY KEY NOT NULL,
	"series" bigint NOT NULL,
	"gone_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE INDEX "fingerprints_series" ON "fingerprints" USING btree ("series");--> statement-breakpoint
CREATE INDEX "fingerprints_gone" ON "fingerprints" USING btree ("gone_at") WHERE gone_at is not null;--> statement-breakpoint
DROP INDEX "measurements_order";--> statement-breakpoint
ALTER TABLE "measurements" DROP COLUMN "sample_order";--> statement-breakpoint
ALTER TABLE "measurements" ADD COLUMN "block_hash" text;--> statement-breakpoint
DROP INDEX "measurements_unverified";--> statement-breakpoint
CREATE INDEX "measurements_unverified" ON "measurements" USING btree ("workload","id") WHERE outcome = 'measured' and (trust_level = 0 or trust_level = 1 and proven_share is not null);
