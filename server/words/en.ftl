# What residents meet, in English. The same keys in the same order stand in cy.ftl.
skip = Skip to main content
nav-label = Menu
nav-search = Search
nav-track = Follow a request
language-label = Language
exit-page = Exit this page
person-title = Speak to a person?
person-ring = Ring
home = Home
back = Back
continue = Continue
change = Change
optional = You can leave this empty.
success = Done
not-given = Not given
error-prefix = Error:
error-summary = There is a problem
home-title = What do you need?
home-popular = Most asked for
home-all = Everything we do
search-label = Search
search-button = Search
search-title = Search
search-found = { $n } found for “{ $query }”
search-none = Nothing fits “{ $query }”
search-none-next = Try another word, look through everything we do on the home page, or ring us.
search-services = Services
search-articles = Answers
search-empty = Type what you need, for example: bin not emptied
article-services = Do it now
article-helped = Did this answer your question?
article-thanks = Thank you.
answer-yes = Yes
answer-no = No
start-need = What you need
start-minutes = It takes about { $minutes } minutes.
start-button = Start now
start-other = Other ways to do this
start-ring = Ring { $phone } and we do it together. You can also come to our front desk.
question-number = question { $number }
date-day = Day
date-month = Month
date-year = Year
address-find = Find the address by its postcode
address-find-hint = For example LX1 1AA, or the name of the street
address-find-button = Find address
address-none = We know no address for “{ $typed }”. Type it in below.
address-choose = Choose the address
address-use = Use this address
address-line = Or type the address
address-postcode = Postcode
place-words = Describe the place: the road, and something near it
map-words = You can also choose the point on the map. Use the arrow keys to move it.
map-none = No point chosen
map-chosen = Point chosen
photo-keep = Keep { $name }
photo-not-a-picture = Choose a picture: JPEG, PNG, WebP or GIF
resume-title = Go on later
resume-words = Your answers are kept for 30 days. Keep this link; whoever has it can see them.
notice-title = Before you go on
details-title = How we tell you
details-required = We need to know who you are and how to reach you.
details-optional = You can stay unknown. If you tell us, we can tell you what happens.
details-name = Your name
details-email = Email address
details-phone = Phone number
details-one-way = Enter a phone number or an email address
check-title = Check your answers
check-settled-title = This should answer it
check-answers = What you told us
check-send = Send
near-title = Is it one of these?
near-hint = Others have told us about something near here. If it is the same, you are told what happens to it.
near-one = Yes: about { $metres } metres away, told to us on { $day }
near-none = No, this is another one
done-request = We have your request
done-appointment = We have your request for an appointment
done-escalate = We have it and act on it now
done-resolved = This is settled
done-transfer = Please ring us
done-signpost = Somebody else does this
done-reference = Your reference
done-told = We sent you a message with your reference.
done-next = What happens next
done-by = We expect it to be done by { $by }.
done-follow = Follow your request
receipt-subject = { $service }: { $reference }
receipt-email = We have your request.

    Service: { $service }
    Reference: { $reference }

    Follow it here: { $link }
    To speak to a person, ring { $phone }.

    { $authority }
receipt-email-by = We have your request.

    Service: { $service }
    Reference: { $reference }
    We expect it to be done by { $by }.

    Follow it here: { $link }
    To speak to a person, ring { $phone }.

    { $authority }
receipt-text = { $authority }: we have your request { $reference }. Follow it: { $link }
track-title = Follow a request
track-reference = Your reference
track-hint = For example K7TM-2QXA. It is in our message to you.
track-button = Send me a code
track-sent-title = Check your messages
track-sent = If this reference is one of ours and you left a way to reach you, a code is on its way. It is good for 15 minutes.
track-code = The code
track-code-button = See the request
track-code-wrong = This code is not right or is too old. Ask for a new one.
track-code-message = Your code is { $code }. It is good for 15 minutes. We never ask you for it on the phone.
track-code-subject = Your code
track-state-new = Received
track-state-in_progress = In progress
track-state-waiting = Waiting
track-state-fixed = Done
track-state-not_fixed = Not done
track-state-not_ours = Passed on
track-state-withdrawn = Withdrawn by you
track-state-resolved = Settled
track-who = Who has it
track-by = We expect it to be done by { $by }
track-late = It should have been done by { $by }. We are sorry that it is late.
track-history = What has happened
track-event-received = We received it
track-event-state = { $state }
track-event-message = Message from us
track-event-comment = You wrote
track-event-photo = You added a picture
track-event-reopened = You told us that it is not fixed
track-event-partly = You told us that it is partly fixed
track-event-confirmed = You told us that it is fixed
track-event-withdrawn = You withdrew it
track-event-team = Passed to another team
track-event-passed = Passed to { $to }. Their reference is { $reference }.
track-read = Who has read your details
track-read-none = Nobody has read your details.
read-contact = In a contact with you
read-request = To work on your request
read-search = In a search
read-page = On the page about you
read-merge = To see whether two entries are the same person
read-outbox = In the list of messages that were sent
read-passed-on = To pass your request on with your consent
read-times = { $why }: { $n } times, last on { $when }
track-fixed-question = Is it fixed?
track-fixed = Yes, it is fixed
track-partly = Partly
track-not-fixed = No, it is not fixed
track-comment-title = Tell us more
track-comment = Your words
track-comment-photo = Add a picture
track-comment-button = Send
track-withdraw = Withdraw this request
track-withdraw-words = If it is no longer needed, you can take it back.
track-thanks = Thank you. We have it.
accessibility-title = Accessibility
accessibility-1 = You should be able to use these pages with a keyboard, a screen reader, at 400% zoom, and without JavaScript.
accessibility-2 = They are built to the Web Content Accessibility Guidelines 2.2, level AA, and checked by a program each time they are changed.
accessibility-3 = Maps are hard for some people. Wherever there is a map you can write where it is instead.
accessibility-4 = If something does not work for you, ring us. A person helps you, and we mend it.
privacy-title = Privacy
privacy-1 = We use what you tell us to do what you ask for, and for nothing else.
privacy-2 = Only the staff who need it can read it. Each time somebody reads your details it is recorded, and you can see it on the page of your request.
privacy-3 = The place in a picture's data is used to find the spot, and is then taken out of the picture.
privacy-4 = We set one cookie for your language. We do not follow you, and nobody else does on these pages.
error-not-found-title = Page not found
error-not-found-words = There is no page at this address. It may have been moved, or the link may be too old.
error-not-found-next = If you typed the address, check it. Nothing you sent was lost.
error-forbidden-title = This is not yours to see
error-forbidden-words = You are signed in, but your role does not allow this.
error-forbidden-next = If you need it for your work, ask your administrator.
error-no-text = What was sent could not be read as text. Go back and type it again.
error-too-much = That is more than this form can take. Go back and send less.
error-file-too-large = A file can be 10 MB at most. Go back and choose a smaller one.
error-nothing-written = Write something or add a picture first.
error-other-window = An answer was changed in another window while this was being sent. Nothing was sent. Go back, check your answers and send again.
error-bad-title = That could not be used
error-bad-next = Nothing was changed.
error-conflict-title = Somebody else was first
error-conflict-next = Nothing of theirs was overwritten.
error-too-large-title = That is too large
error-too-large-next = Nothing was changed.
error-busy-title = Very many people are here
error-busy-words = We could not take this just now.
error-busy-next = Nothing you typed was lost. Wait a few seconds, go back, and try again.
error-internal-title = Sorry, something went wrong
error-internal-words = This is our fault, and it was noted.
error-internal-next = What you sent before is kept. Go back and try again, or ring us.
weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
update-message = We have written to you about it.
update-subject = { $service }: { $reference }
update-text = { $authority }: { $reference }: { $what } { $more } { $link }
update-email = There is news of your request { $reference } ({ $service }):

    { $what }
    { $more }

    Follow it here: { $link }
    To speak to a person, ring { $phone }.

    { $authority }
passed-subject = { $from } passed your request to { $to }
passed-message = It is for { $to } to do, and you agreed that we pass it on.
    Your reference was { $old }. It is now { $reference }.
    Follow it: { $link }
    Questions? Ring { $phone }.
