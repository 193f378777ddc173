CREATE TABLE "challenges" (
	"id" text PRIMARY KEY NOT NULL,
	"submitter" text NOT NULL,
	"suite" text NOT NULL,
	"golden_index" integer NOT NULL,
	"issued_at" timestamp (3) with time zone DEFAULT clock_timestamp() NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "measurements" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "measurements_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"run" text NOT NULL,
	"position" integer NOT NULL,
	"workload" text NOT NULL,
	"workload_version" integer NOT NULL,
	"digest" text NOT NULL,
	"batch" integer NOT NULL,
	"inputs" jsonb NOT NULL,
	"params" bigint NOT NULL,
	"macs" bigint NOT NULL,
	"flops" bigint NOT NULL,
	"other_ops" bigint NOT NULL,
	"integer_ops" bigint NOT NULL,
	"weight_bytes" bigint NOT NULL,
	"activation_bytes" bigint NOT NULL,
	"storage_type" text NOT NULL,
	"compute_type" text NOT NULL,
	"backend" text NOT NULL,
	"mode" text NOT NULL,
	"fell_back" boolean NOT NULL,
	"threads_wanted" integer NOT NULL,
	"threads_got" integer,
	"options" jsonb NOT NULL,
	"device_slug" text NOT NULL,
	"device_name" text NOT NULL,
	"device_kind" text NOT NULL,
	"outcome" text NOT NULL,
	"cause" text,
	"reason" text,
	"session_ms" double precision,
	"first_run_ms" double precision,
	"hidden_ms" double precision,
	"warmup_ms" double precision[] NOT NULL,
	"warmup_iterations" integer[] NOT NULL,
	"samples_ms" double precision[] NOT NULL,
	"sample_iterations" integer[] NOT NULL,
	"output" jsonb,
	"output_error" double precision,
	"median_ms" double precision,
	"ci_low_ms" double precision,
	"ci_high_ms" double precision,
	"p10_ms" double precision,
	"p90_ms" double precision,
	"mad_ms" double precision,
	"drift" double precision,
	"gflops" double precision,
	"quality" text[] NOT NULL
);
--> statement-breakpoint
CREATE TABLE "runs" (
	"id" text PRIMARY KEY NOT NULL,
	"submitter" text NOT NULL,
	"challenge" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT clock_timestamp() NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"state" text DEFAULT 'live' NOT NULL,
	"synthetic" boolean DEFAULT false NOT NULL,
	"schema_version" integer NOT NULL,
	"protocol" text NOT NULL,
	"suite" text NOT NULL,
	"suite_version" integer NOT NULL,
	"flop_convention" text NOT NULL,
	"counter_version" text NOT NULL,
	"plausibility_version" text NOT NULL,
	"device_table_version" text NOT NULL,
	"licence" text NOT NULL,
	"consent_version" integer NOT NULL,
	"ort_version" text NOT NULL,
	"ort_bundle" text NOT NULL,
	"cross_origin_isolated" boolean NOT NULL,
	"simd" boolean NOT NULL,
	"timer_step_us" real NOT NULL,
	"browser" text NOT NULL,
	"browser_major" integer,
	"os" text NOT NULL,
	"form" text NOT NULL,
	"cores" integer,
	"memory_gib" real,
	"power_state" text NOT NULL,
	"power_provenance" text NOT NULL,
	"environment" jsonb NOT NULL,
	"declared" jsonb,
	"trust_level" smallint NOT NULL,
	"trust_reasons" text[] NOT NULL,
	"network_hash" text
);
--> statement-breakpoint
CREATE TABLE "submitters" (
	"id" text PRIMARY KEY NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT clock_timestamp() NOT NULL,
	"banned_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "measurements" ADD CONSTRAINT "measurements_run_runs_id_fk" FOREIGN KEY ("run") REFERENCES "public"."runs"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "runs" ADD CONSTRAINT "runs_submitter_submitters_id_fk" FOREIGN KEY ("submitter") REFERENCES "public"."submitters"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "runs" ADD CONSTRAINT "runs_challenge_challenges_id_fk" FOREIGN KEY ("challenge") REFERENCES "public"."challenges"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "challenges_expiry" ON "challenges" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "challenges_submitter" ON "challenges" USING btree ("submitter","issued_at");--> statement-breakpoint
CREATE UNIQUE INDEX "measurements_position" ON "measurements" USING btree ("run","position");--> statement-breakpoint
CREATE INDEX "measurements_board" ON "measurements" USING btree ("workload","backend","median_ms") WHERE outcome = 'measured';--> statement-breakpoint
CREATE INDEX "measurements_device" ON "measurements" USING btree ("device_slug","workload","backend");--> statement-breakpoint
CREATE UNIQUE INDEX "runs_challenge" ON "runs" USING btree ("challenge");--> statement-breakpoint
CREATE INDEX "runs_recent" ON "runs" USING btree ("created_at" DESC NULLS LAST,"id");--> statement-breakpoint
CREATE INDEX "runs_submitter" ON "runs" USING btree ("submitter");