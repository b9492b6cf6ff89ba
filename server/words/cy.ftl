# Yr hyn y mae trigolion yn ei weld, yn Gymraeg. Yr un allweddi yn yr un drefn ag en.ftl.
skip = Neidio i'r prif gynnwys
nav-label = Dewislen
nav-search = Chwilio
nav-track = Dilyn cais
language-label = Iaith
exit-page = Gadael y dudalen hon
person-title = Siarad â pherson?
person-ring = Ffoniwch
home = Hafan
back = Yn ôl
continue = Parhau
change = Newid
optional = Gallwch adael hwn yn wag.
success = Wedi'i wneud
not-given = Heb ei roi
error-prefix = Gwall:
error-summary = Mae problem
home-title = Beth sydd ei angen arnoch?
home-popular = Y pethau mwyaf cyffredin
home-all = Popeth rydym yn ei wneud
search-label = Chwilio
search-button = Chwilio
search-title = Chwilio
search-found = { $n } wedi'u canfod ar gyfer “{ $query }”
search-none = Nid oes dim yn cyd-fynd â “{ $query }”
search-none-next = Rhowch gynnig ar air arall, edrychwch drwy bopeth rydym yn ei wneud ar yr hafan, neu ffoniwch ni.
search-services = Gwasanaethau
search-articles = Atebion
search-empty = Teipiwch yr hyn sydd ei angen arnoch, er enghraifft: bin heb ei wagio
article-services = Gwnewch e nawr
article-helped = A wnaeth hyn ateb eich cwestiwn?
article-thanks = Diolch.
answer-yes = Ie
answer-no = Na
start-need = Yr hyn sydd ei angen arnoch
start-minutes = Mae'n cymryd tua { $minutes } munud.
start-button = Dechrau nawr
start-other = Ffyrdd eraill o wneud hyn
start-ring = Ffoniwch { $phone } ac fe'i gwnawn gyda'n gilydd. Gallwch hefyd ddod i'n desg flaen.
question-number = cwestiwn { $number }
date-day = Diwrnod
date-month = Mis
date-year = Blwyddyn
address-find = Dod o hyd i'r cyfeiriad drwy'r cod post
address-find-hint = Er enghraifft LX1 1AA, neu enw'r stryd
address-find-button = Dod o hyd i gyfeiriad
address-none = Nid ydym yn gwybod am gyfeiriad ar gyfer “{ $typed }”. Teipiwch ef isod.
address-choose = Dewiswch y cyfeiriad
address-use = Defnyddio'r cyfeiriad hwn
address-line = Neu teipiwch y cyfeiriad
address-postcode = Cod post
place-words = Disgrifiwch y lle: y ffordd, a rhywbeth gerllaw
map-words = Gallwch hefyd ddewis y pwynt ar y map. Defnyddiwch y bysellau saeth i'w symud.
map-none = Dim pwynt wedi'i ddewis
map-chosen = Pwynt wedi'i ddewis
photo-keep = Cadw { $name }
photo-not-a-picture = Dewiswch lun: JPEG, PNG, WebP neu GIF
resume-title = Parhau yn nes ymlaen
resume-words = Cedwir eich atebion am 30 diwrnod. Cadwch y ddolen hon; gall pwy bynnag sydd â hi eu gweld.
notice-title = Cyn i chi barhau
details-title = Sut rydym yn dweud wrthych
details-required = Mae angen i ni wybod pwy ydych a sut i'ch cyrraedd.
details-optional = Gallwch aros yn ddienw. Os dywedwch wrthym, gallwn ddweud wrthych beth sy'n digwydd.
details-name = Eich enw
details-email = Cyfeiriad e-bost
details-phone = Rhif ffôn
details-one-way = Rhowch rif ffôn neu gyfeiriad e-bost
check-title = Gwiriwch eich atebion
check-settled-title = Dylai hyn ei ateb
check-answers = Yr hyn a ddywedoch wrthym
check-send = Anfon
near-title = Ai un o'r rhain ydyw?
near-hint = Mae eraill wedi dweud wrthym am rywbeth gerllaw. Os yr un peth ydyw, cewch wybod beth sy'n digwydd iddo.
near-one = Ie: tua { $metres } metr i ffwrdd, adroddwyd ar { $day }
near-none = Na, un arall yw hwn
done-request = Mae eich cais gennym
done-appointment = Mae eich cais am apwyntiad gennym
done-escalate = Mae gennym ac rydym yn gweithredu nawr
done-resolved = Mae hyn wedi'i setlo
done-transfer = Ffoniwch ni os gwelwch yn dda
done-signpost = Mae rhywun arall yn gwneud hyn
done-reference = Eich cyfeirnod
done-told = Anfonwyd neges atoch gyda'ch cyfeirnod.
done-next = Beth sy'n digwydd nesaf
done-by = Rydym yn disgwyl iddo gael ei wneud erbyn { $by }.
done-follow = Dilyn eich cais
receipt-subject = { $service }: { $reference }
receipt-email = Mae eich cais gennym.

    Gwasanaeth: { $service }
    Cyfeirnod: { $reference }

    Dilynwch ef yma: { $link }
    I siarad â pherson, ffoniwch { $phone }.

    { $authority }
receipt-email-by = Mae eich cais gennym.

    Gwasanaeth: { $service }
    Cyfeirnod: { $reference }
    Rydym yn disgwyl iddo gael ei wneud erbyn { $by }.

    Dilynwch ef yma: { $link }
    I siarad â pherson, ffoniwch { $phone }.

    { $authority }
receipt-text = { $authority }: mae eich cais { $reference } gennym. Dilynwch ef: { $link }
track-title = Dilyn cais
track-reference = Eich cyfeirnod
track-hint = Er enghraifft K7TM-2QXA. Mae yn ein neges atoch.
track-button = Anfonwch god ataf
track-sent-title = Gwiriwch eich negeseuon
track-sent = Os yw'r cyfeirnod hwn yn un o'n rhai ni a'ch bod wedi gadael ffordd i'ch cyrraedd, mae cod ar ei ffordd. Mae'n ddilys am 15 munud.
track-code = Y cod
track-code-button = Gweld y cais
track-code-wrong = Nid yw'r cod hwn yn gywir neu mae'n rhy hen. Gofynnwch am un newydd.
track-code-message = Eich cod yw { $code }. Mae'n ddilys am 15 munud. Nid ydym byth yn gofyn amdano ar y ffôn.
track-code-subject = Eich cod
track-state-new = Wedi'i dderbyn
track-state-in_progress = Ar y gweill
track-state-waiting = Yn aros
track-state-fixed = Wedi'i wneud
track-state-not_fixed = Heb ei wneud
track-state-not_ours = Wedi'i basio ymlaen
track-state-withdrawn = Wedi'i dynnu'n ôl gennych chi
track-state-resolved = Wedi'i setlo
track-who = Pwy sydd ag e
track-by = Rydym yn disgwyl iddo gael ei wneud erbyn { $by }
track-late = Dylai fod wedi'i wneud erbyn { $by }. Mae'n ddrwg gennym ei fod yn hwyr.
track-history = Yr hyn sydd wedi digwydd
track-event-received = Cawsom ef
track-event-state = { $state }
track-event-message = Neges gennym ni
track-event-comment = Ysgrifennoch
track-event-photo = Ychwanegoch lun
track-event-reopened = Dywedoch nad yw wedi'i drwsio
track-event-partly = Dywedoch ei fod wedi'i drwsio'n rhannol
track-event-confirmed = Dywedoch ei fod wedi'i drwsio
track-event-withdrawn = Tynnoch ef yn ôl
track-event-team = Wedi'i basio i dîm arall
track-event-passed = Trosglwyddwyd i { $to }. Eu cyfeirnod yw { $reference }.
track-read = Pwy sydd wedi darllen eich manylion
track-read-none = Nid oes neb wedi darllen eich manylion.
read-contact = Mewn cyswllt â chi
read-request = I weithio ar eich cais
read-search = Wrth chwilio
read-page = Ar y dudalen amdanoch chi
read-merge = I weld ai'r un person yw dau gofnod
read-outbox = Yn y rhestr o negeseuon a anfonwyd
read-passed-on = I drosglwyddo'ch cais gyda'ch caniatâd
read-times = { $why }: { $n } o weithiau, y tro diwethaf ar { $when }
track-fixed-question = A yw wedi'i drwsio?
track-fixed = Ydy, mae wedi'i drwsio
track-partly = Yn rhannol
track-not-fixed = Nac ydy, nid yw wedi'i drwsio
track-comment-title = Dywedwch fwy wrthym
track-comment = Eich geiriau
track-comment-photo = Ychwanegu llun
track-comment-button = Anfon
track-withdraw = Tynnu'r cais hwn yn ôl
track-withdraw-words = Os nad oes ei angen mwyach, gallwch ei dynnu'n ôl.
track-thanks = Diolch. Mae gennym.
accessibility-title = Hygyrchedd
accessibility-1 = Dylech allu defnyddio'r tudalennau hyn gyda bysellfwrdd, darllenydd sgrin, ar chwyddiad 400%, a heb JavaScript.
accessibility-2 = Maent wedi'u hadeiladu i Ganllawiau Hygyrchedd Cynnwys Gwe 2.2, lefel AA, ac yn cael eu gwirio gan raglen bob tro y cânt eu newid.
accessibility-3 = Mae mapiau yn anodd i rai pobl. Lle bynnag y mae map gallwch ysgrifennu ble mae yn lle hynny.
accessibility-4 = Os nad yw rhywbeth yn gweithio i chi, ffoniwch ni. Bydd person yn eich helpu, ac fe'i trwsiwn.
privacy-title = Preifatrwydd
privacy-1 = Rydym yn defnyddio'r hyn a ddywedwch i wneud yr hyn a ofynnwch, ac i ddim byd arall.
privacy-2 = Dim ond y staff sydd ei angen all ei ddarllen. Bob tro y mae rhywun yn darllen eich manylion caiff ei gofnodi, a gallwch ei weld ar dudalen eich cais.
privacy-3 = Defnyddir y lle yn nata llun i ddod o hyd i'r man, ac yna caiff ei dynnu o'r llun.
privacy-4 = Rydym yn gosod un cwci ar gyfer eich iaith. Nid ydym yn eich dilyn, ac nid oes neb arall ar y tudalennau hyn.
error-not-found-title = Heb ganfod y dudalen
error-not-found-words = Nid oes tudalen yn y cyfeiriad hwn. Efallai ei bod wedi'i symud, neu fod y ddolen yn rhy hen.
error-not-found-next = Os teipioch y cyfeiriad, gwiriwch ef. Ni chollwyd dim a anfonoch.
error-forbidden-title = Nid eich lle chi yw gweld hwn
error-forbidden-words = Rydych wedi mewngofnodi, ond nid yw eich rôl yn caniatáu hyn.
error-forbidden-next = Os oes ei angen ar gyfer eich gwaith, gofynnwch i'ch gweinyddwr.
error-no-text = Nid oedd modd darllen yr hyn a anfonwyd fel testun. Ewch yn ôl a'i deipio eto.
error-too-much = Mae hynny'n fwy nag y gall y ffurflen hon ei dderbyn. Ewch yn ôl ac anfon llai.
error-file-too-large = Gall ffeil fod yn 10 MB ar y mwyaf. Ewch yn ôl a dewis un lai.
error-nothing-written = Ysgrifennwch rywbeth neu ychwanegwch lun yn gyntaf.
error-other-window = Newidiwyd ateb mewn ffenestr arall wrth i hwn gael ei anfon. Nid anfonwyd dim. Ewch yn ôl, gwiriwch eich atebion ac anfonwch eto.
error-bad-title = Ni ellid defnyddio hynny
error-bad-next = Ni newidiwyd dim.
error-conflict-title = Roedd rhywun arall yn gyntaf
error-conflict-next = Ni throsysgrifwyd dim o'u gwaith.
error-too-large-title = Mae hynny'n rhy fawr
error-too-large-next = Ni newidiwyd dim.
error-busy-title = Mae llawer iawn o bobl yma
error-busy-words = Ni allem gymryd hyn ar hyn o bryd.
error-busy-next = Ni chollwyd dim a deipioch. Arhoswch ychydig eiliadau, ewch yn ôl, a rhowch gynnig arall.
error-internal-title = Mae'n ddrwg gennym, aeth rhywbeth o'i le
error-internal-words = Ein bai ni yw hyn, ac fe'i nodwyd.
error-internal-next = Mae'r hyn a anfonoch o'r blaen wedi'i gadw. Ewch yn ôl a rhowch gynnig arall, neu ffoniwch ni.
weekday-1 = Dydd Llun
weekday-2 = Dydd Mawrth
weekday-3 = Dydd Mercher
weekday-4 = Dydd Iau
weekday-5 = Dydd Gwener
weekday-6 = Dydd Sadwrn
weekday-7 = Dydd Sul
month-1 = Ionawr
month-2 = Chwefror
month-3 = Mawrth
month-4 = Ebrill
month-5 = Mai
month-6 = Mehefin
month-7 = Gorffennaf
month-8 = Awst
month-9 = Medi
month-10 = Hydref
month-11 = Tachwedd
month-12 = Rhagfyr
update-message = Rydym wedi ysgrifennu atoch amdano.
update-subject = { $service }: { $reference }
update-text = { $authority }: { $reference }: { $what } { $more } { $link }
update-email = Mae newyddion am eich cais { $reference } ({ $service }):

    { $what }
    { $more }

    Dilynwch ef yma: { $link }
    I siarad â pherson, ffoniwch { $phone }.

    { $authority }
passed-subject = Mae { $from } wedi trosglwyddo eich cais i { $to }
passed-message = Gwaith { $to } yw hwn, ac fe wnaethoch gytuno i ni ei drosglwyddo.
    Eich cyfeirnod oedd { $old }. Nawr { $reference } ydyw.
    Dilynwch ef: { $link }
    Cwestiynau? Ffoniwch { $phone }.
