create schema ext;
create extension citext schema ext;
create table public.t (c ext.citext);
