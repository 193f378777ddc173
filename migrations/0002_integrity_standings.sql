CREATE TABLE "audit" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "audit_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp (3) with time zone DEFAULT clock_timestamp() NOT NULL,
	"actor" text NOT NULL,
	"action" text NOT NULL,
	"subject" text NOT NULL,
	"reason" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "private_golden" (
	"workload" text NOT NULL,
	"workload_version" integer NOT NULL,
	"seed" bigint NOT NULL,
	"projections" double precision[] NOT NULL,
	"samples" double precision[] NOT NULL,
	CONSTRAINT "private_golden_workload_workload_version_seed_pk" PRIMARY KEY("workload","workload_version","seed")
);
--> statement-breakpoint
CREATE TABLE "proofs" (
	"id" text PRIMARY KEY NOT NULL,
	"challenge" text NOT NULL,
	"submitter" text NOT NULL,
	"backend" text NOT NULL,
	"kernel" text NOT NULL,
	"n" integer NOT NULL,
	"columns" integer NOT NULL,
	"steps" integer NOT NULL,
	"seed" text NOT NULL,
	"started_at" timestamp (3) with time zone DEFAULT clock_timestamp() NOT NULL,
	"committed_at" timestamp (3) with time zone,
	"batches" integer,
	"root" text,
	"openings" jsonb,
	"opened_at" timestamp (3) with time zone,
	"outcome" text DEFAULT 'open' NOT NULL,
	"proven_gflops" double precision
);
--> statement-breakpoint
CREATE TABLE "rate_counts" (
	"key" text NOT NULL,
	"window_start" timestamp (3) with time zone NOT NULL,
	"count" integer NOT NULL,
	CONSTRAINT "rate_counts_key_window_start_pk" PRIMARY KEY("key","window_start")
);
--> statement-breakpoint
CREATE TABLE "bins" (
	"cell" bigint NOT NULL,
	"bin" integer NOT NULL,
	"count" integer NOT NULL,
	CONSTRAINT "bins_cell_bin_pk" PRIMARY KEY("cell","bin")
);
--> statement-breakpoint
CREATE TABLE "cells" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "cells_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"workload" text NOT NULL,
	"workload_version" integer NOT NULL,
	"protocol" text NOT NULL,
	"backend" text NOT NULL,
	"mode" text NOT NULL,
	"threads" text NOT NULL,
	"device_slug" text NOT NULL,
	"trust" smallint NOT NULL,
	"synthetic" boolean DEFAULT false NOT NULL,
	"device_name" text NOT NULL,
	"device_kind" text NOT NULL,
	"people" integer DEFAULT 0 NOT NULL,
	"runs" integer DEFAULT 0 NOT NULL,
	"p10_ms" double precision,
	"p50_ms" double precision,
	"p90_ms" double precision,
	"low_ms" double precision,
	"high_ms" double precision
);
--> statement-breakpoint
CREATE TABLE "votes" (
	"cell" bigint NOT NULL,
	"submitter" text NOT NULL,
	"value_ms" double precision NOT NULL,
	"bin" integer NOT NULL,
	"runs" integer NOT NULL,
	"best_ms" double precision NOT NULL,
	"best_run" text NOT NULL,
	"latest_run" text NOT NULL,
	"latest_at" timestamp (3) with time zone DEFAULT clock_timestamp() NOT NULL,
	"ort_version" text NOT NULL,
	"browser" text NOT NULL,
	"browser_major" integer,
	"os" text NOT NULL,
	"form" text NOT NULL,
	"power" text NOT NULL,
	CONSTRAINT "votes_cell_submitter_pk" PRIMARY KEY("cell","submitter")
);
--> statement-breakpoint
ALTER TABLE "measurements" ADD COLUMN "trust_level" smallint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "measurements" ADD COLUMN "trust_reasons" text[] DEFAULT '{}'::text[] NOT NULL;--> statement-breakpoint
ALTER TABLE "measurements" ADD COLUMN "proven_gflops" double precision;--> statement-breakpoint
ALTER TABLE "measurements" ADD COLUMN "network_hash" text;--> statement-breakpoint
ALTER TABLE "runs" ADD COLUMN "quarantine_reasons" text[] DEFAULT '{}'::text[] NOT NULL;--> statement-breakpoint
ALTER TABLE "proofs" ADD CONSTRAINT "proofs_challenge_challenges_id_fk" FOREIGN KEY ("challenge") REFERENCES "public"."challenges"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "bins" ADD CONSTRAINT "bins_cell_cells_id_fk" FOREIGN KEY ("cell") REFERENCES "public"."cells"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "votes" ADD CONSTRAINT "votes_cell_cells_id_fk" FOREIGN KEY ("cell") REFERENCES "public"."cells"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "votes" ADD CONSTRAINT "votes_best_run_runs_id_fk" FOREIGN KEY ("best_run") REFERENCES "public"."runs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "votes" ADD CONSTRAINT "votes_latest_run_runs_id_fk" FOREIGN KEY ("latest_run") REFERENCES "public"."runs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_subject" ON "audit" USING btree ("subject","id");--> statement-breakpoint
CREATE UNIQUE INDEX "proofs_challenge" ON "proofs" USING btree ("challenge","backend");--> statement-breakpoint
CREATE INDEX "proofs_submitter" ON "proofs" USING btree ("submitter","started_at");--> statement-breakpoint
CREATE INDEX "rate_counts_window" ON "rate_counts" USING btree ("window_start");--> statement-breakpoint
CREATE UNIQUE INDEX "cells_key" ON "cells" USING btree ("workload","workload_version","protocol","backend","mode","threads","device_slug","trust","synthetic");--> statement-breakpoint
CREATE INDEX "cells_board" ON "cells" USING btree ("workload","workload_version","trust","p50_ms") WHERE people > 0;--> statement-breakpoint
CREATE INDEX "cells_device" ON "cells" USING btree ("device_slug") WHERE people > 0;--> statement-breakpoint
CREATE INDEX "votes_value" ON "votes" USING btree ("cell","value_ms");--> statement-breakpoint
CREATE INDEX "votes_best" ON "votes" USING btree ("cell","best_ms");--> statement-breakpoint
CREATE INDEX "votes_best_run" ON "votes" USING btree ("best_run");--> statement-breakpoint
CREATE INDEX "votes_latest_run" ON "votes" USING btree ("latest_run");--> statement-breakpoint
ALTER TABLE "runs" DROP COLUMN "network_hash";--> statement-breakpoint
CREATE FUNCTION "audit_is_append_only"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	RAISE EXCEPTION 'the audit trail is append-only';
END
$$;--> statement-breakpoint
CREATE TRIGGER "audit_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit" FOR EACH STATEMENT EXECUTE FUNCTION "audit_is_append_only"();--> statement-breakpoint
UPDATE "measurements" SET "trust_level" = "runs"."trust_level", "trust_reasons" = "runs"."trust_reasons" FROM "runs" WHERE "runs"."id" = "measurements"."run" AND "measurements"."outcome" = 'measured';
