-- Running numbers of statements of several donors: the same question keeps its number.
create table consolidated_numbers (
    question bytea primary key,
    year integer not null,
    number integer not null
);

create unique index ix_consolidated_numbers_year_number on consolidated_numbers (year, number);
