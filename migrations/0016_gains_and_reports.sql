CREATE TABLE "gain_votes" (
	"gain" bigint NOT NULL,
	"submitter" text NOT NULL,
	"ratio" double precision NOT NULL,
	"latest_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "gain_votes_gain_submitter_pk" PRIMARY KEY("gain","submitter")
);
--> statement-breakpoint
CREATE TABLE "gains" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "gains_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"base" text NOT NULL,
	"base_version" integer NOT NULL,
	"variant" text NOT NULL,
	"variant_version" integer NOT NULL,
	"base_backend" text NOT NULL,
	"backend" text NOT NULL,
	"device_slug" text NOT NULL,
	"device_name" text NOT NULL,
	"people" integer DEFAULT 0 NOT NULL,
	"ratio" double precision
);
--> statement-breakpoint
CREATE TABLE "reports" (
	"run" text NOT NULL,
	"network" text NOT NULL,
	"reason" text NOT NULL,
	"at" timestamp (3) with time zone DEFAULT clock_timestamp() NOT NULL,
	"settled_at" timestamp (3) with time zone,
	CONSTRAINT "reports_run_network_pk" PRIMARY KEY("run","network")
);
--> statement-breakpoint
ALTER TABLE "gain_votes" ADD CONSTRAINT "gain_votes_gain_gains_id_fk" FOREIGN KEY ("gain") REFERENCES "public"."gains"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reports" ADD CONSTRAINT "reports_run_runs_id_fk" FOREIGN KEY ("run") REFERENCES "public"."runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "gain_votes_newest" ON "gain_votes" USING btree ("gain","latest_at","submitter");--> statement-breakpoint
CREATE UNIQUE INDEX "gains_key" ON "gains" USING btree ("base","base_version","variant","variant_version","base_backend","backend","device_slug");--> statement-breakpoint
CREATE INDEX "gains_device" ON "gains" USING btree ("device_slug");