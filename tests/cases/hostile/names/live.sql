create table public."It's ""quoted""" ("select" integer);
