create domain public.amount as integer not null constraint positive check (value > 0);
create table public.t (plain public.amount check (plain < 9), many public.amount[]);
create index above on public.t (plain) where plain > 1;
