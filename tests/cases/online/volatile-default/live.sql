create table public.visits (day date, number integer, primary key (day, number));
