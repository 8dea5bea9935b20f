/** The words of the guided story. */
export const tourTexts = {
  en: {
    at: (n, of) => `Step ${n} of ${of}`,
    who: (count, total) => `${count} of ${total} customers`,
    back: 'Back',
    next: 'Next',
    end: 'Finish',
    close: 'Close the story',
    steps: [
      {
        title: 'Your top 1 %',
        text: 'The narrow tip on the left is one customer in a hundred; the bar beside it is what they bring. They are chosen now, and every other chart shows them alone.',
      },
      {
        title: 'They come back',
        text: 'The same grid, for the top tier only: nearly every number is far above that of customers in general. What is still under way is hatched and counts in no average.',
      },
      {
        title: 'Who leaves, and when',
        text: 'Everybody again. Each faint line is a quarter’s new customers. The steep part is the first step: who buys a second time tends to stay.',
      },
      {
        title: 'Where visitors get lost',
        text: 'From a visit to a recommendation. Lost is not the same as still open: who came last week has half a year to buy, and the hatching says how many they are.',
      },
      {
        title: 'How the many feel',
        text: 'The broad base of the pyramid is chosen. The band around the score is how far chance alone could move it; a filled point is a change that chance does not explain.',
      },
      {
        title: 'Ask your own question',
        text: 'Choose any tier, cell, step or period; pick a segment or dates above. Undo takes you back. Or open a file of yours: nothing leaves this page.',
      },
    ],
  },
  'zh-CN': {
    at: (n, of) => `第 ${n} 步，共 ${of} 步`,
    who: (count, total) => `${total} 位客户中的 ${count} 位`,
    back: '上一步',
    next: '下一步',
    end: '完成',
    close: '关闭导览',
    steps: [
      { title: '最重要的 1%', text: '左侧窄窄的塔尖是每一百位客户中的一位，旁边的条形是他们带来的价值。现在已选中他们，其他图表只显示这些客户。' },
      { title: '他们会回来', text: '同一张留存图，只看顶层客户：几乎每个数字都远高于全体客户。尚未结束的周期以斜线标出，不计入任何平均值。' },
      { title: '谁在流失，何时流失', text: '回到全体客户。每条浅色的线是一个季度的新客户。最陡的是第一步：买过第二次的人往往会留下来。' },
      { title: '访客在哪里走失', text: '从访问到推荐。流失不等于仍在进行中：上周才来的人还有半年时间购买，斜线部分说明他们有多少。' },
      { title: '大多数人的感受', text: '现在选中的是金字塔宽阔的底层。得分周围的带状区域是偶然因素可能造成的波动；实心点表示偶然无法解释的变化。' },
      { title: '提出您自己的问题', text: '点选任意层级、单元格、步骤或周期，或在上方选择分群和日期，随时可以撤销。也可以打开您自己的文件：数据不会离开本页面。' },
    ],
  },
};
