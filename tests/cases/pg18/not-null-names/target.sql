create table public.t (a integer constraint new not null, b integer, c integer constraint c_is_there not null no inherit);
