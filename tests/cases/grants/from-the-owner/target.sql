create table public.t (a integer);
revoke insert on public.t from current_user;
