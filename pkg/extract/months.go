package extract

import (
	"regexp"
	"strings"
	"unicode"
)

// monthOf returns the month that a word names in one of the languages of the
// press that this reads, or 0. Full names, and the short forms that stand on
// pages; "Pebruari" and "Nopember" are old Indonesian spellings.
func monthOf(word string) int { return months[strings.ToLower(strings.Trim(word, ".'’"))] }

var months = names2(
	"januari january jan januar jänner jaenner janvier janv enero ene gennaio gen janeiro januára stycznia styczeń leden ledna ocak ianuarie января янв січня ιανουαρίου ιαν januára januar tammikuu tammikuuta január janúar sijecnja siječnja jaanuar janvāris sausio يناير जनवरी জানুয়ারি मकर tháng1 januarie januarja januara ιανουάριος яну януари јануар јануара студзеня қаңтар yanvar gener xaneiro janar იანვარი հունվարի ינואר בינואר جانفي جنوری ژانویه ژانویهٔ ஜனவரி มกราคม januaari janairu ionawr जानेवारी জানুয়ারী ಜನವರಿ జనవరి ജനുവരി",
	"februari february feb februar februar. februar februarie pebruari peb febr fevrier février févr fév febrero febbraio febb fevereiro fev lutego luty února únor şubat sub subat februarie февраля фев февр лютого φεβρουαρίου φεβ helmikuu helmikuuta február febrúar veljače veebruar februāris vasario فبراير फरवरी ফেব্রুয়ারি februarja februara feber φεβρουάριος февруари фебруар фебруара лютага ақпан fevral febrer febreiro shkurt თებერვალი փետրվարի פברואר בפברואר شباط فيفري فروری فوریه பிப்ரவரி กุมภาพันธ์ pebrero februaari fabrairu chwefror फ़रवरी फेब्रुवारी ফেব্রুয়ারী ಫೆಬ್ರವರಿ ఫిబ్రవరి ഫെബ്രുവരി",
	"maret march mar märz maerz mrz maart mrt mars marzo março marco marca marzec března březen mart martie марта мар березня μαρτίου μαρ maaliskuu maaliskuuta március marec ožujka märts marts kovo مارس मार्च মার্চ machi mac marsi μάρτιος сакавіка наурыз març მარტი մարտի מרץ במרץ מרס במרס آذار اذار مارچ மார்ச் มีนาคม marso maris mäerz mawrth ಮಾರ್ಚ್ మార్చి മാർച്ച്",
	"april apr avril avr abril abr aprile kwietnia kwiecień dubna duben nisan nis aprilie апреля апр квітня απριλίου απρ huhtikuu huhtikuuta április apríl travnja aprill aprīlis balandžio أبريل ابريل अप्रैल এপ্রিল aprila aprili apriili απρίλιος априла красавіка сәуір aprel prill აპრილი ապրիլի אפריל באפריל نيسان أفريل إبريل اپریل آوریل ஏப்ரல் เมษายน afrilu abrëll ebrill एप्रिल ಏಪ್ರಿಲ್ ఏప్రిల్ ഏപ്രിൽ",
	"mei may mai mayo maggio mag maio maja maj května květen mayıs mayis mai мая май травня μαΐου μαΪου μάι μαϊ toukokuu toukokuuta május máj maí svibnja maijs gegužės مايو मई মে mája maaji μάιος маја мај травень мамыр maig მაისი մայիսի מאי במאי أيار ايار ماي مئی مه மே พฤษภาคม mayu mee ಮೇ మే മേയ്",
	"juni june jun juin junio giugno giu junho czerwca czerwiec června červen haziran haz iunie июня июн червня ιουνίου ιουν kesäkuu kesäkuuta június jún júní lipnja juuni jūnijs birželio يونيو जून জুন junija juna junie hunyo ιούνιος юни јун јуна чэрвеня маусым iyun juny xuño qershor ივნისი հունիսի יוני ביוני حزيران جوان ژوئن ஜூன் มิถุนายน yuni mehefin जुन ಜೂನ್ జూన్ ജൂൺ",
	"juli july jul juillet juil julio luglio lug julho lipca lipiec července červenec temmuz tem iulie июля июл липня ιουλίου ιουλ heinäkuu heinäkuuta július júl júlí srpnja juuli jūlijs liepos يوليو जुलाई জুলাই julija jula julie julai hulyo ιούλιος юли јул јула ліпеня шілде iyul juliol xullo korrik ივლისი հուլիսի יולי ביולי تموز جويلية يوليوز جولائی ژوئیه ஜூலை กรกฎาคม yuli gorffennaf जुलै ಜುಲೈ జూలై ജൂലൈ",
	"agustus august aug agu ags agt agst août aout agosto ago agos augustus sierpnia sierpień srpna srpen ağustos agustos ağu augusti августа авг серпня αυγούστου αυγ elokuu elokuuta augusztus ágúst kolovoza augusts rugpjūčio أغسطس अगस्त আগস্ট avgusta avgust augusta avg ogos agosti agost aggusti αύγουστος август жніўня тамыз avqust gusht აგვისტო օգոստոսի אוגוסט באוגוסט آب اغسطس غشت اگست اوت ஆகஸ்ட் สิงหาคม agusta awst ऑगस्ट ಆಗಸ್ಟ್ ఆగస్టు ഓഗസ്റ്റ്",
	"september sept sep septembre septiembre settembre sett set setembro września wrzesień září eylül eyl septembrie сентября сен сент вересня σεπτεμβρίου σεπ σεπτ syyskuu syyskuuta szeptember rujna septembris rugsėjo سبتمبر सितंबर সেপ্টেম্বর septembra septembar septemba septemberi setembre setyembre σεπτέμβριος септември септембар септембра верасня қыркүйек sentyabr sentabr shtator სექტემბერი սեպտեմբերի ספטמבר בספטמבר أيلول ايلول شتنبر ستمبر سپتامبر செப்டம்பர் กันยายน satumba medi सप्टेंबर ಸೆಪ್ಟೆಂಬರ್ సెప్టెంబర్ സെപ്റ്റംബർ",
	"oktober october oct okt octobre octubre ottobre ott outubro out października październik října říjen ekim eki octombrie октября окт жовтня οκτωβρίου οκτ lokakuu lokakuuta október listopada oktoober oktobris spalio أكتوبر اكتوبر अक्टूबर অক্টোবর oktobra októbra oktobar oktoba oktoberi oktubre οκτώβριος октомври октобар октобра кастрычніка қазан oktyabr oktabr tetor ოქტომბერი հոկտեմբերի אוקטובר באוקטובר اکتوبر اکتبر அக்டோபர் ตุลาคม hydref ऑक्टोबर ಅಕ್ಟೋಬರ್ అక్టోబర్ ഒക്ടോബർ",
	"november nov nopember nop novembre noviembre novembro listopadu listopad kasım kasim kas noiembrie ноября ноя нояб листопада νοεμβρίου νοε marraskuu marraskuuta nóvember studenoga studenog novembris lapkričio نوفمبر नवंबर নভেম্বর novembra novembar novemba novemberi nobyembre νοέμβριος ноември новембар новембра лістапада қараша noyabr nëntor ნოემბერი նոյեմբերի נובמבר בנובמבר نونبر نومبر نوامبر நவம்பர் พฤศจิกายน nuwamba tachwedd नोव्हेंबर ನವೆಂಬರ್ నవంబర్ നവംബർ",
	"desember december dec des dezember dez décembre decembre déc diciembre dic dicembre dezembro grudnia grudzień prosince prosinec aralık aralik ara decembrie декабря дек грудня δεκεμβρίου δεκ joulukuu joulukuuta prosinca detsember decembris gruodžio ديسمبر दिसंबर ডিসেম্বর decembra decembar disember desemba decemberi disyembre desembre decembro δεκέμβριος декември децембар децембра снежня желтоқсан dekabr dhjetor დეკემბერი դեկտեմբերի דצמבר בדצמבר دجنبر دسمبر دسامبر டிசம்பர் ธันวาคม disamba rhagfyr डिसेंबर ಡಿಸೆಂಬರ್ డిసెంబర్ ഡിസംബർ",
)

// names2 numbers lists of words from 1 on. A word that two lists claim ("mar",
// "listopada") means nothing for certain and is left to the first only when the
// languages cannot meet; listopada is October in Croatian and November in Polish.
func names2(lists ...string) map[string]int {
	m := map[string]int{}
	for i, list := range lists {
		for _, w := range strings.Fields(list) {
			if prev, ok := m[w]; ok && prev != i+1 {
				m[w] = 0
				continue
			}
			m[w] = i + 1
		}
	}
	m["listopada"] = 0
	return m
}

var weekdays = names2(
	"senin monday mon montag lundi lunes lunedì segunda-feira segunda maandag måndag mandag poniedziałek pondělí pazartesi понедельник",
	"selasa tuesday tue tues dienstag mardi martes martedì terça-feira terça dinsdag tisdag tirsdag wtorek úterý salı вторник",
	"rabu rebo wednesday wed mittwoch mercredi miércoles mercoledì quarta-feira quarta woensdag onsdag środa středa çarşamba среда",
	"kamis kemis thursday thu thur thurs donnerstag jeudi jueves giovedì quinta-feira quinta donderdag torsdag czwartek čtvrtek perşembe четверг",
	"jumat jum'at jum’at jum`at friday fri freitag vendredi viernes venerdì sexta-feira sexta vrijdag fredag piątek pátek cuma пятница",
	"sabtu saturday sat samstag samedi sábado sabato zaterdag lördag lørdag sobota cumartesi суббота",
	"minggu ahad sunday sun sonntag dimanche domingo domenica zondag söndag søndag niedziela neděle pazar воскресенье",
)

// weekdayIn returns the day of the week that the first words of a text name.
func weekdayIn(s string) int {
	for i, w := range strings.Fields(s) {
		if i > 3 {
			break
		}
		if d := weekdays[strings.ToLower(strings.Trim(w, " ,.()/|"))]; d > 0 {
			return d
		}
	}
	return 0
}

// isNumeral reports whether a rune is a digit in any script.
func isNumeral(r rune) bool { return unicode.Is(unicode.Nd, r) }

// latinDigits writes the digits of other scripts (٢, २, ２) as 0 to 9.
func latinDigits(s string) string {
	foreign := func(r rune) bool { return r > '9' && isNumeral(r) }
	if strings.IndexFunc(s, foreign) < 0 {
		return s
	}
	return strings.Map(func(r rune) rune {
		if foreign(r) {
			zero := r
			for unicode.Is(unicode.Nd, zero-1) && r-zero < 9 {
				zero-- // the digits of a script stand in a row of ten
			}
			return '0' + r - zero
		}
		return r
	}, s)
}

// twoNames is a month by two names, as the press of the Levant writes it: "نيسان / أبريل".
var twoNames = regexp.MustCompile(`(\pL{3,12})\s*/\s*(\pL{3,12})`)

// oneName leaves the first of two names of the same month.
func oneName(s string) string {
	if m := twoNames.FindStringSubmatchIndex(s); m != nil {
		if a := monthOf(s[m[2]:m[3]]); a > 0 && a == monthOf(s[m[4]:m[5]]) {
			return s[:m[3]] + s[m[1]:]
		}
	}
	return s
}
