create table public.t (a integer, b text, c jsonb, d tsvector);
