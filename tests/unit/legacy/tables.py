"""Registers of activities, conflicts and requests, the same in four languages, made up for the tests."""
# ruff: noqa: E501

ACTIVITIES = {
    "en": """
No. | Name | Department | Organization | Role | Class of activity | Description | Country | Start date | End date | Hours per week | Paid | Remuneration | Currency | Date submitted | Decision | Decided on | Conditions | Remarks
A1 | Amina Haddad | Legal | Evening School | Lecturer | Teaching | Water law | Switzerland | 01/09/2024 | 30/06/2025 | 3.5 | Yes | 4,500 | CHF | 01/06/2024 | Approved | 20/06/2024 | Not in working hours |
A2 | Luis Vega | Finance | Oak Housing | Treasurer | Charity | Keeps the accounts | | 15/01/2023 | ongoing | 2 hours | Unpaid | | | 02/01/2023 | Refused | | |
A3 | Zoe Quill | Legal | | | | Nil | | | | | | | | 31/01/2024 | | | |
""",
    "fr": """
N° | Nom et prénom | Service | Employeur | Rôle | Type d’activité | Description de l’activité | Pays | Date de début | Date de fin | Heures par semaine | Rémunérée | Rémunération | Devise | Date de dépôt | Décision | Décidé le | Conditions | Observations
A1 | Amina Haddad | Juridique | École du soir | Chargée de cours | Enseignement | Droit de l’eau | Suisse | 1er septembre 2024 | 30/06/2025 | 3,5 | Oui | 4 500 | CHF | 01/06/2024 | Autorisée | 20/06/2024 | En dehors des heures de service |
A2 | Luis Vega | Finances | Logement du Chêne | Trésorier | Bénévolat | Tient les comptes | | 15/01/2023 | en cours | 2 heures | Bénévole | | | 02/01/2023 | Refusée | | |
A3 | Zoé Quill | Juridique | | | | Néant | | | | | | | | 31/01/2024 | | | |
""",
    "es": """
N.º | Nombre y apellidos | Departamento | Empleador | Cargo desempeñado | Tipo de actividad | Descripción de la actividad | País | Fecha de inicio | Fecha de fin | Horas por semana | Remunerada | Remuneración | Moneda | Fecha de presentación | Decisión | Fecha de la decisión | Condiciones | Observaciones
A1 | Amina Haddad | Jurídico | Escuela nocturna | Profesora | Docencia | Derecho del agua | Suiza | 1 de septiembre de 2024 | 30/06/2025 | 3,5 | Sí | 4.500 | CHF | 01/06/2024 | Autorizada | 20/06/2024 | Fuera del horario de trabajo |
A2 | Luis Vega | Finanzas | Viviendas del Roble | Tesorero | Voluntariado | Lleva las cuentas | | 15/01/2023 | en curso | 2 horas | No remunerada | | | 02/01/2023 | Denegada | | |
A3 | Zoe Quill | Jurídico | | | | Nada que declarar | | | | | | | | 31/01/2024 | | | |
""",
    "ar": """
الرقم | الاسم | الإدارة | جهة العمل | الدور | نوع النشاط | وصف النشاط | البلد | تاريخ البدء | تاريخ الانتهاء | ساعات في الأسبوع | مدفوع الأجر | الأجر | العملة | تاريخ التقديم | القرار | تاريخ القرار | الشروط | ملاحظات
A1 | أمينة حداد | الشؤون القانونية | المدرسة المسائية | محاضرة | تدريس | قانون المياه | سويسرا | ٠١/٠٩/٢٠٢٤ | ٣٠/٠٦/٢٠٢٥ | ٣٫٥ | نعم | ٤٬٥٠٠ | CHF | ٠١/٠٦/٢٠٢٤ | تمت الموافقة | 20/06/2024 | خارج ساعات العمل |
A2 | لويس فيغا | المالية | إسكان البلوط | أمين الصندوق | عمل تطوعي | يمسك الحسابات | | ١٥/٠١/٢٠٢٣ | مستمر | ٢ ساعة | بدون أجر | | | ٠٢/٠١/٢٠٢٣ | مرفوض | | |
A3 | زوي كويل | الشؤون القانونية | | | | لا شيء | | | | | | | | ٣١/٠١/٢٠٢٤ | | | |
""",
}
CONFLICTS = {
    "en": """
No. | Name | Department | Subject | Domain | Nature | Interest holder | Counterpart | Matter | Start date | End date | Date submitted | Outcome | Decided on | Measures | Remarks
C1 | Amina Haddad | Legal | Partner works for a bidder | Procurement | Potential | Spouse | Pumps and Pipes Ltd | RFP 12/2024 | 05/03/2024 | 01/02/2025 | 10/03/2024 | Measures taken | 20/03/2024 | Recusal |
C2 | Luis Vega | Finance | Shares in a supplier | Financial interest | Actual | Self | Oak Bank | | 15/01/2023 | | 02/02/2023 | | | Divestment; monitoring |
C3 | Zoe Quill | Legal | Nil | | | | | | | | 31/01/2024 | | | |
""",
    "fr": """
N° | Nom et prénom | Service | Objet du conflit | Domaine | Nature du conflit | Titulaire de l’intérêt | Contrepartie | Dossier | Date de début | Date de fin | Date de dépôt | Résultat | Décidé le | Mesures | Observations
C1 | Amina Haddad | Juridique | Le conjoint travaille pour un soumissionnaire | Achats | Potentiel | Conjoint | Pumps and Pipes Ltd | RFP 12/2024 | 05/03/2024 | 01/02/2025 | 10/03/2024 | Mesures prises | 20/03/2024 | Récusation |
C2 | Luis Vega | Finances | Actions d’un fournisseur | Intérêt financier | Réel | Déclarant | Banque du Chêne | | 15/01/2023 | | 02/02/2023 | | | Cession ; suivi |
C3 | Zoé Quill | Juridique | Néant | | | | | | | | 31/01/2024 | | | |
""",
    "es": """
N.º | Nombre y apellidos | Departamento | Asunto | Ámbito | Naturaleza del conflicto | Titular del interés | Contraparte | Expediente | Fecha de inicio | Fecha de fin | Fecha de presentación | Resultado | Fecha de la decisión | Medidas | Observaciones
C1 | Amina Haddad | Jurídico | La pareja trabaja para un licitador | Adquisiciones | Potencial | Cónyuge | Pumps and Pipes Ltd | RFP 12/2024 | 05/03/2024 | 01/02/2025 | 10/03/2024 | Medidas adoptadas | 20/03/2024 | Abstención |
C2 | Luis Vega | Finanzas | Acciones de un proveedor | Interés financiero | Real | Declarante | Banco del Roble | | 15/01/2023 | | 02/02/2023 | | | Desinversión; seguimiento |
C3 | Zoe Quill | Jurídico | Nada que declarar | | | | | | | | 31/01/2024 | | | |
""",
    "ar": """
الرقم | الاسم | الإدارة | موضوع التضارب | المجال | طبيعة التضارب | صاحب المصلحة | الطرف المقابل | الملف | تاريخ البدء | تاريخ الانتهاء | تاريخ التقديم | النتيجة | تاريخ القرار | التدابير | ملاحظات
C1 | أمينة حداد | الشؤون القانونية | يعمل الزوج لدى مقدم عطاء | المشتريات | محتمل | الزوج | Pumps and Pipes Ltd | RFP 12/2024 | ٠٥/٠٣/٢٠٢٤ | ٠١/٠٢/٢٠٢٥ | ١٠/٠٣/٢٠٢٤ | اتخذت تدابير | ٢٠/٠٣/٢٠٢٤ | التنحي |
C2 | لويس فيغا | المالية | أسهم في شركة موردة | مصلحة مالية | فعلي | الموظف | مصرف البلوط | | ١٥/٠١/٢٠٢٣ | | ٠٢/٠٢/٢٠٢٣ | | | بيع الأسهم؛ متابعة |
C3 | زوي كويل | الشؤون القانونية | لا شيء | | | | | | | | ٣١/٠١/٢٠٢٤ | | | |
""",
}
REQUESTS = {
    "en": """
No. | Name | Department | Function | Type of request | Description | Delegation, Government or medium | Country | Occasion | Date of request | Date of event | Date of entry | Decision | Decided on | Conditions | Remarks
R1 | Amina Haddad | Legal | Jurist | Interview | The annual report on water law | Radio Delta | Switzerland | World Water Day | 01/03/2025 | 22/03/2025 | 03/03/2025 | Approved | 10/03/2025 | Facts only |
R2 | Luis Vega | Finance | Economist | Speech writing | A speech on agenda item 4 | Delegation of Norland | | Council, sixth session | 15/01/2024 | | | Refused | | |
R3 | Omar Saleh | Legal | Adviser | Liaison with government | Contact point for the harbour project | Ministry of Ports | | | 02/02/2024 | | | Authorized | | |
R4 | Zoe Quill | Legal | | | Nil | | | | | | 31/01/2024 | | | |
""",
    "fr": """
N° | Nom et prénom | Service | Fonction | Type de demande | Description de la demande | Délégation, gouvernement ou média | Pays | Occasion | Date de la demande | Date de l’événement | Date d’enregistrement | Décision | Décidé le | Conditions | Observations
R1 | Amina Haddad | Juridique | Juriste | Entretien avec la presse | Le rapport annuel sur le droit de l’eau | Radio Delta | Suisse | Journée mondiale de l’eau | 1er mars 2025 | 22/03/2025 | 03/03/2025 | Approuvée | 10/03/2025 | Des faits seulement |
R2 | Luis Vega | Finances | Économiste | Rédaction de discours | Un discours sur le point 4 de l’ordre du jour | Délégation de Norlande | | Conseil, sixième session | 15/01/2024 | | | Refusée | | |
R3 | Omar Saleh | Juridique | Conseiller | Fonctions de liaison | Point de contact pour le projet du port | Ministère des Ports | | | 02/02/2024 | | | Autorisée | | |
R4 | Zoé Quill | Juridique | | | Néant | | | | | | 31/01/2024 | | | |
""",
    "es": """
N.º | Nombre y apellidos | Departamento | Función | Tipo de solicitud | Descripción de la solicitud | Delegación, gobierno o medio | País | Ocasión | Fecha de la solicitud | Fecha del evento | Fecha de registro | Decisión | Fecha de la decisión | Condiciones | Observaciones
R1 | Amina Haddad | Jurídico | Jurista | Entrevista de prensa | El informe anual sobre el derecho del agua | Radio Delta | Suiza | Día Mundial del Agua | 1 de marzo de 2025 | 22/03/2025 | 03/03/2025 | Aprobada | 10/03/2025 | Solo hechos |
R2 | Luis Vega | Finanzas | Economista | Redacción de discursos | Un discurso sobre el punto 4 del orden del día | Delegación de Norlandia | | Consejo, sexto período de sesiones | 15/01/2024 | | | Denegada | | |
R3 | Omar Saleh | Jurídico | Asesor | Funciones de enlace | Punto de contacto para el proyecto del puerto | Ministerio de Puertos | | | 02/02/2024 | | | Autorizada | | |
R4 | Zoe Quill | Jurídico | | | Nada que declarar | | | | | | 31/01/2024 | | | |
""",
    "ar": """
الرقم | الاسم | الإدارة | الوظيفة | نوع الطلب | وصف الطلب | الوفد أو الحكومة أو وسيلة الإعلام | البلد | المناسبة | تاريخ الطلب | تاريخ الفعالية | تاريخ القيد | القرار | تاريخ القرار | الشروط | ملاحظات
R1 | أمينة حداد | الشؤون القانونية | مستشارة قانونية | مقابلة صحفية | التقرير السنوي عن قانون المياه | إذاعة دلتا | سويسرا | اليوم العالمي للمياه | ٠١/٠٣/٢٠٢٥ | ٢٢/٠٣/٢٠٢٥ | ٠٣/٠٣/٢٠٢٥ | تمت الموافقة | 10/03/2025 | الوقائع وحدها |
R2 | لويس فيغا | المالية | خبير اقتصادي | كتابة خطاب | خطاب عن البند ٤ من جدول الأعمال | وفد نورلاند | | الدورة السادسة للمجلس | ١٥/٠١/٢٠٢٤ | | | مرفوض | | |
R3 | عمر صالح | الشؤون القانونية | مستشار | مهام اتصال | جهة اتصال لمشروع الميناء | وزارة الموانئ | | | ٠٢/٠٢/٢٠٢٤ | | | مأذون به | | |
R4 | زوي كويل | الشؤون القانونية | | | لا شيء | | | | | | ٣١/٠١/٢٠٢٤ | | | |
""",
}
