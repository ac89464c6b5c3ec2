create table public.t (m text default 'sad', l text[]);
