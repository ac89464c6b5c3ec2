"""Profiles that are wrong, and the one line with which each is refused."""

from __future__ import annotations

from difftool.planning.hazards import DEFAULTS as HAZARDS
from tests.files.project import GOOD

WRONG = {
    "manage: [public.*]\n": 'x.yaml:1:1: unknown key "manage"; did you mean "manages"?',
    "zzz: 1\nmanages: [public.*]\n": 'x.yaml:1:1: unknown key "zzz"; expected one of description, extends, '
    "snapshot, manages, drop, compare, ignore, externals, search_path, data, verify, policy, recreate",
    "description: x\n": 'x.yaml:1:1: missing key "manages"',
    "": "x.yaml:1:1: profile: expected a map of keys; found nothing",
    "# nothing but this\n": "x.yaml:1:1: profile: expected a map of keys; found nothing",
    "- a\n": "x.yaml:1:1: profile: expected a map of keys; found a list",
    "manages: public.*\n": 'x.yaml:1:10: manages: expected a list; found "public.*"',
    "manages:\n": "x.yaml:1:1: manages: expected a list; found nothing",
    "manages: []\n": "x.yaml:1:10: manages: the list is empty",
    "manages: [public.*, 5]\n": "x.yaml:1:21: manages: expected a pattern; found 5",
    "manages:\n- public.*\n- llm_jobs\n": "x.yaml:3:3: manages: expected schema.name, such as public.llm_jobs; "
    'found "llm_jobs"',
    "manages: [ttable:public.x]\n": 'x.yaml:1:11: manages: unknown kind "ttable"; did you mean "table"?',
    "manages:\n- !public.x\n": "x.yaml:2:3: !public.x is a tag to YAML, and tags are not read; text needs quotes",
    'manages: ["!difftool.x"]\n': 'x.yaml:1:12: manages: schema "difftool" is never in scope',
    "manages: [public.*]\nmanages: [public.*]\n": 'x.yaml:2:1: key "manages" is there twice, first on line 1',
    GOOD + "data:\n  - orphans: jobs.user_id\n    become:\n": "x.yaml:5:5: become: expected one of set-null, "
    "delete, quarantine, refuse, default; found nothing",
    GOOD + "data:\n  - orphans: jobs.user_id\n    become: set-nul\n": "x.yaml:5:13: become: expected one of "
    'set-null, delete, quarantine, refuse, default; found "set-nul"; did you mean "set-null"?',
    GOOD + "data:\n  - orphans: jobs.user_id\n": 'x.yaml:4:5: orphans: missing key "become"',
    GOOD + "data:\n  - orphans: user_id\n    become: delete\n": "x.yaml:4:14: orphans: expected table.column, as "
    'jobs.user_id or public.jobs.user_id; found "user_id"',
    GOOD + "data:\n  - orphans: a.b\n    become: {default: }\n": "x.yaml:5:14: default: expected an SQL "
    "expression; found nothing",
    GOOD + "data:\n  - orphans: a.b\n    become: {default: 1); drop table t; --}\n": "x.yaml:5:23: default: expected "
    'one SQL expression, whole, without comment; found "1); drop table t; --"',
    GOOD + "data:\n  - nulls: a.b\n    become: {default: '1, 2'}\n": "x.yaml:5:23: default: expected one "
    'SQL expression, whole, without comment; found "1, 2"',
    GOOD + "data:\n- convert: a.b\n  using: b from a\n": "x.yaml:5:10: using: expected one "
    'SQL expression, whole, without comment; found "b from a"',
    GOOD + "data:\n- duplicates: a(b)\n  keep: {by: c limit 1}\n": "x.yaml:5:14: by: expected one "
    'SQL expression, whole, without comment; found "c limit 1"',
    GOOD + "data:\n- {orphans: a.b, become: delete}\n- {orphans: public.A.b, become: set-null}\n": "x.yaml:5:3: "
    "orphans: public.A.b has a rule already, at profiles/x.yaml:4:3: keep one of them",
    GOOD + "data:\n- {duplicates: 'a(b, c)', keep: first}\n- {duplicates: 'a( c,b )', keep: last}\n": "x.yaml:5:3: "
    "duplicates: a( c,b ) has a rule already, at profiles/x.yaml:4:3: keep one of them",
    GOOD + "policy: {hazards: {LONG-LOCKS: allow}}\n": 'x.yaml:3:20: hazards: unknown hazard "LONG-LOCKS"; did you '
    'mean "LONG-LOCK"?',
    GOOD + "policy: {lock_timeout: 999999d}\n": "x.yaml:3:24: lock_timeout: 999999d is more than 100 years",
    GOOD + "policy: {lock_timeout: 25d}\n": "x.yaml:3:24: lock_timeout: 25d is longer than PostgreSQL can wait, which "
    "is 24d",
    GOOD + "data:\n  - orphan: a.b\n": 'x.yaml:4:5: data: unknown rule "orphan"; did you mean "orphans"?',
    GOOD + "data:\n  - orphans: a.b\n    nulls: a.b\n": "x.yaml:5:5: data: two rules in one entry: orphans, nulls",
    GOOD + "data: [x]\n": 'x.yaml:3:8: data: expected a rule, as orphans: jobs.user_id; found "x"',
    GOOD + "data:\n- duplicates: jobs\n  keep: first\n": "x.yaml:4:15: duplicates: expected table(columns), as "
    'jobs(tenant, name); found "jobs"',
    GOOD + "data:\n- fill: a.b\n  from: 1\n  where_filled: maybe\n": "x.yaml:6:17: where_filled: expected one of "
    'keep, overwrite, refuse; found "maybe"',
    GOOD + "data:\n- rekey: a\n  from: id\n  to: [name, 1x]\n": 'x.yaml:6:14: to: expected a name; found "1x"',
    GOOD + "data:\n- rekey: a\n  from: id\n  to: n\n  carry: {b: n}\n": "x.yaml:7:11: carry: expected "
    'table.column, as jobs.user_id or public.jobs.user_id; found "b"',
    GOOD + "data:\n- sql: delete from a\n": 'x.yaml:4:3: sql: missing key "expect"',
    GOOD + "data:\n- sql: updat t set a = 1\n  expect: select 0\n": "x.yaml:4:8: sql: PostgreSQL would not read it: "
    'syntax error at or near "updat"',
    GOOD
    + "data:\n- sql: |\n    update t set a = 1;\n    delete t\n  expect: select 0\n": "x.yaml:4:8: sql: PostgreSQL "
    'would not read it: syntax error at or near "t" in line 2',
    GOOD + "data:\n- sql: select 'hunter2\n  expect: select 0\n": "x.yaml:4:8: sql: PostgreSQL would not read it: "
    "unterminated quoted string",
    GOOD
    + "data:\n- sql: -- later\n  expect: select 0\n": "x.yaml:4:8: sql: PostgreSQL would not read it: no statement",
    GOOD + "data:\n- sql: delete from a\n  expect: delete from b\n": "x.yaml:5:11: expect: must be one SELECT that "
    "returns a number, 0 = done",
    GOOD + "data:\n- sql: delete from a\n  expect: select 0\n  at: clear\n": "x.yaml:6:7: at: expected one of "
    "preflight, expand, guard, fill, clean, index, enforce, swap, validate, contract, verify; "
    'found "clear"; did you mean "clean"?',
    GOOD + "data:\n- convert: a.b\n  using: c\n  triggers: yes\n": "x.yaml:6:13: triggers: expected one of fire, "
    'refuse; found "yes"',
    GOOD + "policy: {max_lock: 2}\n": "x.yaml:3:20: max_lock: expected a duration, as 500ms, 2s or 1h; found 2",
    GOOD + "policy: {max_lock: 2 s}\n": "x.yaml:3:20: max_lock: expected a duration of at least 1ms, such as "
    '500ms, 2s, 5min, 1h or 30d; found "2 s"',
    GOOD + "policy: {lock_timeout: 0s}\n": "x.yaml:3:24: lock_timeout: expected a duration of at least 1ms, such "
    'as 500ms, 2s, 5min, 1h or 30d; found "0s"',
    GOOD + "policy: {quarantine_max: 10G}\n": "x.yaml:3:26: quarantine_max: expected a size, such as 500MB or "
    '10GB; found "10G"',
    GOOD + "policy: {batch: 0}\n": "x.yaml:3:17: batch: expected a whole number, 1 or more; found 0",
    GOOD + "policy: {batch: true}\n": "x.yaml:3:17: batch: expected a whole number, 1 or more; found true",
    GOOD + "policy: {examples: all}\n": "x.yaml:3:20: examples: expected a whole number, 1 or more, or none; "
    'found "all"',
    GOOD + "policy: {shadow: none}\n": 'x.yaml:3:18: shadow: expected one of same, any; found "none"',
    GOOD + "policy: {hazards: {slow: allow}}\n": "x.yaml:3:20: hazards: expected a hazard's code, "
    f'one of {", ".join(HAZARDS)}; found "slow"',
    GOOD + "policy:\n  exceptions:\n  - {hazard: LONG-LOCK, object: b, reason: c, until: soon}\n": "x.yaml:5:54: "
    'until: expected a date, as 2026-12-31; found "soon"',
    GOOD + "compare: [comment]\n": "x.yaml:3:11: compare: expected one of owner, privileges, comments; found "
    '"comment"; did you mean "comments"?',
    GOOD + "drop: [old]\n": 'x.yaml:3:8: drop: expected schema.name; found "old"',
    GOOD + "search_path: public; drop table x\n": "x.yaml:3:14: search_path: expected names of schemas, as "
    'public, extensions; found "public; drop table x"',
    GOOD + "verify: [{a: select 0, b: select 0}]\n": "x.yaml:3:10: verify: expected one entry; found 2",
    GOOD + "verify:\n- all is well:\n": "x.yaml:4:3: all is well: expected an SQL query; found nothing",
    GOOD
    + "externals: {public.users: {collumnss: {}}}\n": 'x.yaml:3:28: unknown key "collumnss"; did you mean "columns"?',
    GOOD + "externals: {function auth.uid(): {}}\n": 'x.yaml:3:34: function auth.uid(): missing key "returns"',
    GOOD + "externals: {functionn auth.uid(): {}}\n": 'x.yaml:3:13: externals: unknown kind "functionn"; did you '
    'mean "function"?',
    GOOD + "externals: {users: {columns: {id: uuid}, key: [uid]}}\n": 'x.yaml:3:20: key: column "uid" is not '
    "among the columns",
    GOOD + "externals: {users: {needs: [read]}}\n": "x.yaml:3:29: needs: expected one of select, insert, update, "
    'delete, truncate, references, trigger, usage, execute, create; found "read"; did you mean "create"?',
    "snapshot: [schema/b.sql]\nmanages: [public.*]\n": "x.yaml:1:12: snapshot: no such file or folder: schema/b.sql",
    "snapshot: [profiles]\nmanages: [public.*]\n": "x.yaml:1:12: snapshot: no *.sql in folder profiles",
    "snapshot: [../a.sql]\nmanages: [public.*]\n": 'x.yaml:1:12: snapshot: "../a.sql" leads out of the project\'s '
    "folder",
    "snapshot: [/etc/a.sql]\nmanages: [public.*]\n": 'x.yaml:1:12: snapshot: "/etc/a.sql" leads out of the '
    "project's folder",
    'snapshot: ["a\\0b.sql"]\nmanages: [public.*]\n': 'x.yaml:1:12: snapshot: "a\0b.sql" cannot be a path',
    f"snapshot: [{'y' * 5000}]\nmanages: [public.*]\n": f'x.yaml:1:12: snapshot: "{"y" * 60}" cannot be a path',
    "extends: standaloneX\n": 'x.yaml:1:10: extends: no profile "standaloneX"; did you mean "standalone"?',
    "extends: x\n": 'x.yaml:1:10: extends: "x" leads back to itself',
    "extends: ../x.yaml\n": 'x.yaml:1:10: extends: expected the name of a profile; found "../x.yaml"',
    "extends: [a, b]\n": "x.yaml:1:10: extends: expected the name of a profile; found a list",
    "description: postgres://me:secret@db/x\nmanages: postgres://me:secret@db/x\n": "x.yaml:2:10: manages: "
    "expected a list; found a URL",
}
