create table public.t (a timestamp, b uuid, c jsonb);
