"""Registers of activities and conflicts, the same in four languages, made up for the tests."""
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
