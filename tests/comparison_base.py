"""The draft agreement that the pack of versions is made from: named lines in the notation of `tests.builders`."""

LISTS = ("1 = decimal|%1. ; decimal|%1.%2|legal ; lowerLetter|(%3)",)

BASE: dict[str, str] = {
    "title": "@Title OUTSOURCED CLAIMS SERVICES AGREEMENT",
    "parties": "This Agreement is made on 2 March 2026 between Harland Mutual Limited (the “Client”) and the company named on the"
    " signature page (the “Provider”).",
    "h-defs": "1.0> Definitions",
    "defs": "1.1> In this Agreement the following words have these meanings.",
    "def-ai": "“AI System” means any software that infers, predicts, classifies or generates content by machine learning, including"
    " generative models, whoever supplies it.",
    "def-data": "“Client AI Data” means all prompts, inputs, outputs, recordings, transcripts, embeddings and feedback that arise when"
    " an AI System is used in the Services.",
    "def-vendor": "“AI Vendor” means any third party whose AI System is used in the Services.",
    "def-charges": "“Charges” means the charges set out in Schedule 1.",
    "def-losses": "“Losses” means all losses, damages, costs, fines and expenses, including reasonable legal fees.",
    "h-services": "1.0> Services",
    "services": "1.1> The Provider shall perform the Services with the skill and care of a leading supplier of claims services.",
    "staff": "1.1> The Provider shall keep enough trained staff to meet the service levels in Schedule 1 at all times.",
    "human": "1.1> A qualified claims handler of the Provider shall review each refusal of a claim before it is sent.",
    "report": "1.1> The Provider shall report its performance within five (5) Business Days after the end of each month."
    " The report shall list every missed service level and its cause.",
    "h-change": "1.0> Changes to AI",
    "change-list": "1.1> Each of the following is an AI Change: replacing, retraining or fine-tuning a model, altering a prompt,"
    " guardrail or decision threshold, and changing an AI Vendor or a hosting region.",
    "change-notice": "1.1> The Provider shall give the Client at least sixty (60) days’ written notice of every AI Change before it"
    " takes effect in production.",
    "change-content": "1.1> Each notice of an AI Change shall state the present and the new version, the reason, the processes"
    " affected and the expected effect on accuracy and bias in figures.",
    "change-test": "1.1> Before an AI Change enters production the Provider shall run it on the test set agreed with the Client and"
    " deliver the results for the new and the current version.",
    "change-veto": "1.1> The Provider shall not put an AI Change into production without the Client’s prior written approval. Silence"
    " is not approval.",
    "change-back": "1.1> If an AI Change lowers accuracy, the Provider shall restore the last approved version within twenty-four"
    " (24) hours of the Client’s request.",
    "h-data": "1.0> Client data and AI",
    "data-own": "1.1> The Client owns all Client AI Data from the moment it is created, and the Provider assigns to the Client any"
    " right it may acquire in it.",
    "data-train": "1.1> The Provider shall not use Client AI Data to train, fine-tune, evaluate or improve any AI System, whether for"
    " itself or for anyone else.",
    "data-vendor": "1.1> The Provider shall bind each AI Vendor in writing to the same ban on training and to zero retention of"
    " Client AI Data.",
    "data-anon": "1.1> The Provider shall not de-identify, anonymise or aggregate Client AI Data for any purpose of its own.",
    "data-delete": "1.1> The Provider shall delete all Client AI Data, backups included, within thirty (30) days after this Agreement"
    " ends and shall certify the deletion in writing.",
    "data-misuse": "1.1> Any use of Client AI Data for training is a material breach for which the Provider’s liability is not limited.",
    "h-place": "1.0> Location",
    "place-rest": "1.1> The Provider shall store Client AI Data only in data centres in the United Kingdom.",
    "place-run": "1.1> Every AI System shall process Client AI Data only on endpoints located in the United Kingdom.",
    "place-access": "1.1> No person outside the United Kingdom may have access to Client AI Data, including for support or labelling.",
    "place-change": "1.1> The Provider shall give the Client at least forty-five (45) days’ written notice before an AI System moves"
    " to another country or cloud region.",
    "h-vendors": "1.0> AI vendors",
    "vendor-list": "1.1> Schedule 2 lists every AI System used in the Services with its AI Vendor, its version and its hosting region.",
    "vendor-new": "1.1> The Provider shall not use a new AI Vendor until the Client has approved it in writing.",
    "vendor-hidden": "1.1> The Provider shall not use in the Services any AI System that is not listed in Schedule 2, including one"
    " switched on by a product update.",
    "h-liability": "1.0> Liability",
    "liab-own": "1.1> The Provider is liable for every act, output and failure of an AI System and of an AI Vendor as if it were its"
    " own act.",
    "liab-cap": "1.1> The Provider’s liability for Losses caused by an AI System shall not exceed three (3) times the annual Charges,"
    " apart from and in addition to the cap in section 7.3.",
    "liab-general": "1.1> In all other cases each party’s liability in a contract year shall not exceed the Charges of that year.",
    "liab-indemnity": "1.1> The Provider shall defend and indemnify the Client against any third-party claim that arises from an"
    " output of an AI System.",
    "liab-cause": "1.1> Within ten (10) Business Days after a loss linked to an AI System the Provider shall deliver a root-cause"
    " report drawn from the logs.",
    "h-pay": "1.0> Payment",
    "pay": "1.1> The Client shall pay each undisputed invoice within sixty (60) days of receipt.",
    "pay-dispute": "1.1> The Client may withhold any sum that it disputes in good faith until the dispute is settled under section 10.2.",
    "credits": "1.1> If a service level is missed, the Provider shall credit ten percent (10%) of the monthly Charges.",
    "h-audit": "1.0> Records and audit",
    "audit": "1.1> The Client may audit the Provider’s use of AI Systems on five (5) Business Days’ notice and as often as it sees fit.",
    "logs": "1.1> The Provider shall keep the logs of every AI System for at least seven (7) years.",
    "h-general": "1.0> General",
    "term": "1.1> This Agreement runs for three (3) years from its date. Either party may end it on ninety (90) days’ written notice.",
    "disputes": "1.1> The parties shall refer a dispute to their directors, who shall meet within ten (10) Business Days.",
    "insurance": "1.1> The Provider shall keep professional indemnity insurance of at least £10,000,000 for each claim.",
    "assign": "1.1> Neither party may assign this Agreement without the prior written consent of the other.",
    "law": "1.1> This Agreement is governed by the law of England and Wales.",
    "h-s1": "# Schedule 1 Service levels and charges",
    "s1-head": "|= Service level | Target | Credit",
    "s1-accuracy": "| Accuracy of AI classification | at least 98% of cases | 10%",
    "s1-answer": "| Time to answer a claimant | within 2 hours | 5%",
    "s1-uptime": "| Availability of the claims platform | 99.5% a month | 5%",
    "h-s2": "# Schedule 2 AI register",
    "s2-head": "|= AI System | AI Vendor | Version | Hosting region",
    "s2-triage": "| Claims triage | Borealis Models Ltd | 4.2 | London",
    "s2-voice": "| Voice transcription | Sonant AI Ltd | 2.0 | Cardiff",
}  # fmt: skip
