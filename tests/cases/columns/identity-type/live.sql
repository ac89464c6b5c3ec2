create table public.t (a integer generated always as identity);
