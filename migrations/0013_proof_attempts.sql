DROP INDEX "proofs_challenge";--> statement-breakpoint
ALTER TABLE "proofs" ADD COLUMN "attempt" smallint DEFAULT 1 NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "proofs_challenge" ON "proofs" USING btree ("challenge","backend","attempt");