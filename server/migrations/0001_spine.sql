-- One list of statements for SQLite and PostgreSQL: TEXT, BIGINT and DOUBLE PRECISION only, moments in milliseconds,
-- a flag is a nullable moment, JSON is text. The line above each table names the slice that owns it.

-- slice: admin
CREATE TABLE authority (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    name_cy TEXT,
    kind TEXT NOT NULL,
    nation TEXT NOT NULL,
    packs TEXT NOT NULL,
    brand TEXT NOT NULL,
    disruptions TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

-- slice: admin
CREATE TABLE team (
    authority TEXT NOT NULL,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    name_cy TEXT,
    PRIMARY KEY (authority, id)
);

-- slice: staff
CREATE TABLE staff (
    id TEXT NOT NULL PRIMARY KEY,
    authority TEXT NOT NULL,
    name TEXT NOT NULL,
    email TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL,
    team TEXT,
    password_hash TEXT,
    created_at BIGINT NOT NULL,
    disabled_at BIGINT
);
CREATE INDEX staff_by_authority ON staff (authority, name);

-- slice: staff
CREATE TABLE session (
    token_hash TEXT NOT NULL PRIMARY KEY,
    authority TEXT NOT NULL,
    staff TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX session_by_staff ON session (staff);

-- slice: staff
CREATE TABLE sign_in_link (
    token_hash TEXT NOT NULL PRIMARY KEY,
    authority TEXT NOT NULL,
    staff TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    -- A demonstration's links may be used again; others once.
    reusable TEXT NOT NULL,
    used_at BIGINT
);

-- slice: staff
CREATE TABLE sign_in_try (
    id TEXT NOT NULL PRIMARY KEY,
    authority TEXT NOT NULL,
    who TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX sign_in_try_by_who ON sign_in_try (who, at);

-- slice: tokens
CREATE TABLE token (
    id TEXT NOT NULL PRIMARY KEY,
    authority TEXT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE,
    created_at BIGINT NOT NULL,
    revoked_at BIGINT
);
CREATE INDEX token_by_authority ON token (authority, created_at);

-- slice: people
CREATE TABLE person (
    id TEXT NOT NULL PRIMARY KEY,
    authority TEXT NOT NULL,
    name TEXT NOT NULL,
    phone TEXT NOT NULL,
    email TEXT NOT NULL,
    address TEXT NOT NULL,
    postcode TEXT NOT NULL,
    uprn TEXT,
    needs TEXT NOT NULL,
    search TEXT NOT NULL,
    lang TEXT NOT NULL,
    edition BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    merged_into TEXT,
    merged_at BIGINT,
    erased_at BIGINT
);
CREATE INDEX person_by_name ON person (authority, search);
CREATE INDEX person_by_merged ON person (authority, merged_into);

-- slice: people
CREATE TABLE person_key (
    authority TEXT NOT NULL,
    kind TEXT NOT NULL,
    value TEXT NOT NULL,
    person TEXT NOT NULL,
    PRIMARY KEY (authority, kind, value, person)
);
CREATE INDEX person_key_by_person ON person_key (authority, person);

-- slice: resident
CREATE TABLE draft (
    id TEXT NOT NULL PRIMARY KEY,
    authority TEXT NOT NULL,
    service TEXT NOT NULL,
    version TEXT NOT NULL,
    lang TEXT NOT NULL,
    channel TEXT NOT NULL,
    answers TEXT NOT NULL,
    details TEXT NOT NULL,
    contact TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    request TEXT,
    outcome TEXT
);

-- slice: files
CREATE TABLE file (
    id TEXT NOT NULL PRIMARY KEY,
    authority TEXT NOT NULL,
    name TEXT NOT NULL,
    mime TEXT NOT NULL,
    bytes_base64 TEXT NOT NULL,
    lat DOUBLE PRECISION,
    lon DOUBLE PRECISION,
    created_at BIGINT NOT NULL
);

-- Most requests have no incident and no other system's id: their indexes hold only the rows that have one.
-- slice: requests
CREATE TABLE request (
    id TEXT NOT NULL PRIMARY KEY,
    authority TEXT NOT NULL,
    reference TEXT NOT NULL,
    service TEXT NOT NULL,
    service_title TEXT NOT NULL,
    version TEXT NOT NULL,
    answers TEXT NOT NULL,
    summary TEXT NOT NULL,
    team TEXT NOT NULL,
    state TEXT NOT NULL,
    outcome TEXT,
    reason TEXT,
    priority TEXT NOT NULL,
    channel TEXT NOT NULL,
    lang TEXT NOT NULL,
    person TEXT,
    represented TEXT,
    contact TEXT,
    assigned TEXT,
    incident TEXT,
    place TEXT NOT NULL,
    postcode TEXT NOT NULL,
    lat DOUBLE PRECISION,
    lon DOUBLE PRECISION,
    secret_hash TEXT NOT NULL,
    sensitive TEXT,
    external_id TEXT,
    edition BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    due_at BIGINT,
    closed_at BIGINT,
    reopened_at BIGINT,
    passed_to TEXT
);
CREATE UNIQUE INDEX request_by_reference ON request (authority, reference);
CREATE INDEX request_by_created ON request (authority, created_at);
CREATE INDEX request_by_state ON request (authority, state, created_at);
CREATE INDEX request_by_team ON request (authority, team, state, created_at);
CREATE INDEX request_by_service ON request (authority, service, created_at);
CREATE INDEX request_by_person ON request (authority, person) WHERE person IS NOT NULL;
CREATE INDEX request_by_incident ON request (authority, incident) WHERE incident IS NOT NULL;
CREATE INDEX request_by_place ON request (authority, service, lat) WHERE lat IS NOT NULL;
CREATE INDEX request_by_external ON request (authority, external_id) WHERE external_id IS NOT NULL;
CREATE INDEX request_by_assigned ON request (authority, assigned, state, created_at) WHERE assigned IS NOT NULL;

-- slice: requests
CREATE TABLE request_event (
    id TEXT NOT NULL PRIMARY KEY,
    authority TEXT NOT NULL,
    request TEXT NOT NULL,
    at BIGINT NOT NULL,
    kind TEXT NOT NULL,
    actor_kind TEXT NOT NULL,
    actor TEXT,
    -- A moment when residents may read it, else nothing.
    public_at BIGINT,
    words TEXT NOT NULL,
    data TEXT NOT NULL
);
CREATE INDEX request_event_by_request ON request_event (authority, request, at);
-- Changes of state alone are asked for by time.
CREATE INDEX request_event_states ON request_event (authority, at) WHERE kind = 'state';

-- slice: requests
CREATE TABLE request_word (
    authority TEXT NOT NULL,
    word TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    request TEXT NOT NULL,
    PRIMARY KEY (authority, word, created_at, request)
);

-- slice: requests
CREATE TABLE incident (
    id TEXT NOT NULL PRIMARY KEY,
    authority TEXT NOT NULL,
    title TEXT NOT NULL,
    service TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

-- slice: requests
CREATE TABLE undo (
    id TEXT NOT NULL PRIMARY KEY,
    authority TEXT NOT NULL,
    staff TEXT NOT NULL,
    words TEXT NOT NULL,
    before TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    done_at BIGINT
);

-- slice: track
CREATE TABLE track_code (
    id TEXT NOT NULL PRIMARY KEY,
    authority TEXT NOT NULL,
    request TEXT NOT NULL,
    code_hash TEXT NOT NULL,
    tries BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX track_code_by_request ON track_code (authority, request, created_at);

-- slice: contacts
CREATE TABLE contact (
    id TEXT NOT NULL PRIMARY KEY,
    authority TEXT NOT NULL,
    channel TEXT NOT NULL,
    direction TEXT NOT NULL,
    staff TEXT,
    person TEXT,
    represented TEXT,
    started_at BIGINT NOT NULL,
    ended_at BIGINT,
    disposition TEXT,
    resolved_first TEXT,
    cause_kind TEXT,
    cause TEXT,
    cause_words TEXT NOT NULL,
    notes TEXT NOT NULL
);
CREATE INDEX contact_by_started ON contact (authority, started_at);
CREATE INDEX contact_by_person ON contact (authority, person, started_at) WHERE person IS NOT NULL;
CREATE INDEX contact_by_staff ON contact (authority, staff, ended_at) WHERE staff IS NOT NULL;

-- slice: contacts
CREATE TABLE contact_question (
    id TEXT NOT NULL PRIMARY KEY,
    authority TEXT NOT NULL,
    contact TEXT NOT NULL,
    at BIGINT NOT NULL,
    service TEXT,
    article TEXT,
    outcome TEXT NOT NULL,
    request TEXT,
    words TEXT NOT NULL
);
CREATE INDEX contact_question_by_contact ON contact_question (authority, contact, at);

-- slice: knowledge
CREATE TABLE knowledge_search (
    id TEXT NOT NULL PRIMARY KEY,
    authority TEXT NOT NULL,
    at BIGINT NOT NULL,
    channel TEXT NOT NULL,
    query TEXT NOT NULL,
    hits BIGINT NOT NULL,
    followed TEXT,
    followed_at BIGINT,
    helped TEXT,
    contact TEXT
);
CREATE INDEX knowledge_search_by_at ON knowledge_search (authority, at);

-- slice: messages
CREATE TABLE message (
    id TEXT NOT NULL PRIMARY KEY,
    authority TEXT NOT NULL,
    at BIGINT NOT NULL,
    channel TEXT NOT NULL,
    recipient TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    lang TEXT NOT NULL,
    person TEXT,
    request TEXT,
    sensitive TEXT
);
CREATE INDEX message_by_at ON message (authority, at);
CREATE INDEX message_by_person ON message (authority, person, at) WHERE person IS NOT NULL;
CREATE INDEX message_by_request ON message (authority, request) WHERE request IS NOT NULL;

-- slice: places
CREATE TABLE gazetteer (
    authority TEXT NOT NULL,
    uprn TEXT NOT NULL,
    line TEXT NOT NULL,
    postcode TEXT NOT NULL,
    ward TEXT NOT NULL,
    lat DOUBLE PRECISION,
    lon DOUBLE PRECISION,
    search TEXT NOT NULL,
    PRIMARY KEY (authority, uprn)
);
CREATE INDEX gazetteer_by_postcode ON gazetteer (authority, postcode);

-- slice: places
CREATE TABLE wards (
    authority TEXT NOT NULL PRIMARY KEY,
    geojson TEXT NOT NULL
);

-- slice: platform
CREATE TABLE record (
    authority TEXT NOT NULL,
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    actor TEXT NOT NULL,
    facts TEXT NOT NULL,
    prev TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (authority, seq)
);
CREATE INDEX record_by_subject ON record (authority, subject, seq);
CREATE INDEX record_by_kind ON record (authority, kind, at);

-- slice: platform
CREATE TABLE done_once (
    authority TEXT NOT NULL,
    key TEXT NOT NULL,
    at BIGINT NOT NULL,
    result TEXT NOT NULL,
    PRIMARY KEY (authority, key)
);
